package io.github.tidewatch.agent.cli.man;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages as man shows them, against what {@code --help} says. */
class ManCommandTest {
    /** The first column of the list of options: their names. */
    private static final Pattern OPTIONS = Pattern.compile("(?m)^ +(-[\\w-]+(?:, -[\\w-]+)*)");

    @TempDir
    Path directory;

    /** All of them, and "" for the page of the whole. */
    static Stream<String> commands() {
        return Stream.concat(Stream.of(""), new ManCommand.Names().stream());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aPageNamesEveryOptionOfTheHelp(String command) {
        String plain = page(command).replace("\\-", "-").replaceAll("\\\\f[BIR]", "");

        List<String> options = OPTIONS.matcher(help(command))
                .results()
                .flatMap(line -> Arrays.stream(line.group(1).split(", ", -1)))
                .collect(Collectors.toList());
        assertThat(options).contains("-h", "--help", "--version");
        assertThat(options).allSatisfy(option -> assertThat(plain)
                .containsPattern("(?<![\\w-])" + Pattern.quote(option) + "(?![\\w-])"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    @RequiresProgram("groff")
    void groffSetsEveryWordOfTheHelpWithoutAWarning(String command) throws Exception {
        String name = "tidewatch" + (command.isEmpty() ? "" : "-" + command);
        Path file = Files.writeString(directory.resolve(name + ".1"), page(command));

        String shown = run("groff", "-man", "-Tutf8", "-ww", "-P-cbou", "-rLL=100n", file.toString());

        assertThat(shown.lines().findFirst().orElse("")).startsWith(name.toUpperCase(Locale.ROOT) + "(1)");
        // The headings are those of manual pages, and the table of commands has the first clause of each.
        String reported =
                help(command).replaceFirst("(?s)\nCommands:\n.*?(\n\n|$)", "\n").replaceAll("(?m)^[A-Z][a-z ]+:", "");
        // Help is wrapped within words too.
        assertThat(shown.replaceAll("\\s+", "")).contains(words(reported));
    }

    @Test
    @RequiresProgram("man")
    void manFormatsAllPagesOfADirectoryWithoutAWarning() throws Exception {
        Path pages = directory.resolve("share/man/man1");
        Ran ran = Ran.tidewatch("man", "--to", pages.toString());
        assertThat(ran.code()).as(ran.toString()).isZero();
        assertThat(ran.out() + ran.err()).isEmpty();

        // Others know no --warnings, and minimized images have a stub.
        Skip.unless(run("man", "--version").startsWith("man "), "this man is not man-db's");
        try (Stream<Path> files = Files.list(pages)) {
            List<Path> all = files.sorted().collect(Collectors.toList());
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .contains("tidewatch.1", "tidewatch-top.1", "tidewatch-report.1")
                    .hasSize((int) commands().count());
            for (Path file : all) {
                assertThat(run("man", "--warnings", "-l", file.toString())).contains("SYNOPSIS");
            }
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Ran notThere = Ran.tidewatch("man", "--to", file.resolve("man1").toString());
        assertThat(notThere.code()).isEqualTo(1);
        assertThat(notThere.err()).contains("cannot write the pages to " + file);

        Ran unknown = Ran.tidewatch("man", "bottom");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("no command 'bottom': " + String.join(", ", new ManCommand.Names()) + "\n");

        assertThat(Ran.tidewatch("man", "top", "--to", directory.toString()).code())
                .isEqualTo(2);
    }

    private static String page(String command) {
        return out(command.isEmpty() ? new String[] {"man"} : new String[] {"man", command});
    }

    private static String help(String command) {
        return out(command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"});
    }

    private static String out(String... arguments) {
        Ran ran = Ran.tidewatch(arguments);
        assertThat(ran.code()).as(ran.toString()).isZero();
        return ran.out();
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s\\[\\]]+", -1))
                .filter(word -> !word.isEmpty() && !word.equals("*"))
                .collect(Collectors.toList());
    }

    /** What it prints, which must be no warning. */
    private static String run(String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("man", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().put("PAGER", "cat");
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isZero();
            assertThat(errors).hasContent("");
            return out;
        } finally {
            Files.delete(errors);
        }
    }
}
