package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README and the pages of docs/ hang together. Tests run in the module's directory. */
public class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern CLASS =
            Pattern.compile("(?:-Dtest=|-Dit\\.test=|io\\.github\\.tidewatch\\.[a-z.]+)((?!none)\\w+)");
    private static final int README_LINES = 150;

    @Test
    void everyLinkLeadsToAFileAndAHeadingThatExist() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(prose(page));
            while (link.find()) {
                if (!link.group(1).contains("://")) {
                    links++;
                    if (!leadsSomewhere(page, link.group(1))) {
                        broken.add(ROOT.relativize(page) + ": " + link.group(1));
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).as("links").isGreaterThan(20);
    }

    @Test
    void everyPageOfDocsIsLinkedFromTheReadme() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            assertThat(docs.map(page -> page.getFileName().toString()).filter(name -> name.endsWith(".md")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(readme).contains("](docs/" + name));
        }
    }

    @Test
    void theReadmeIsShortEnoughToRead() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(README_LINES);
    }

    @Test
    void everyTestThatAPageHasRunIsThere() throws IOException {
        Set<String> classes = new HashSet<>();
        for (String module : List.of("core", "agent", "benchmarks")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.map(file -> file.getFileName().toString()).forEach(classes::add);
            }
        }
        int named = 0;
        for (String page : List.of("docs/testing.md", "benchmarks/README.md")) {
            for (String command : commands(page)) {
                Matcher name = CLASS.matcher(command);
                while (name.find()) {
                    named++;
                    assertThat(classes).as("%s: %s", page, command).contains(name.group(1) + ".java");
                }
            }
        }
        assertThat(named).as("named classes").isGreaterThan(4);
    }

    /** The lines of a page's blocks of shell commands. */
    public static List<String> commands(String page) throws IOException {
        List<String> commands = new ArrayList<>();
        Matcher block = COMMANDS.matcher(Files.readString(ROOT.resolve(page)));
        while (block.find()) {
            commands.addAll(block.group(1).lines().collect(Collectors.toList()));
        }
        return commands;
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(
                ROOT.resolve("README.md"),
                ROOT.resolve("CONTRIBUTING.md"),
                ROOT.resolve("CHANGELOG.md"),
                ROOT.resolve("SECURITY.md"),
                ROOT.resolve("RELEASING.md"),
                ROOT.resolve("benchmarks/README.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    private static boolean leadsSomewhere(Path page, String target) throws IOException {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path linked = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!linked.startsWith(ROOT) || !Files.exists(linked)) {
            return false;
        }
        return hash < 0 || anchors(linked).contains(target.substring(hash + 1));
    }

    /** The anchors that GitHub gives to a page's headings. */
    private static List<String> anchors(Path page) throws IOException {
        return prose(page)
                .lines()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toList());
    }

    /** Without what stands in blocks of code. */
    private static String prose(Path page) throws IOException {
        return Files.readString(page).replaceAll("(?ms)^```.*?^```$", "");
    }
}
