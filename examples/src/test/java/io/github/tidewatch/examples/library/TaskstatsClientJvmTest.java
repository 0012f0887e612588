package io.github.tidewatch.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jar as a user does. */
@Timeout(120)
class TaskstatsClientJvmTest {
    private static final Path JAR = Path.of(System.getProperty("tidewatch.examples"));
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String GONE = Integer.toString(Integer.MAX_VALUE);

    @TempDir
    Path directory;

    private int status;
    private String out;

    @Test
    void printsLivingEndedAndEndingTasks() throws Exception {
        String self = Long.toString(ProcessHandle.current().pid());
        run(JAVA, "-jar", JAR.toString(), "taskstats-client", self, GONE);
        checkUsages();
        if (status != 0) {
            checkWords();
            throw Skip.because(lineWith("NOT_"));
        }

        int ownTid = Integer.parseInt(find("Fields of tid (\\d+) \\(kernel's version \\d+\\):"));
        assertThat(out).containsPattern("TaskStats v\\d+ of tid " + ownTid + " \"java\", elapsed ");
        assertThat(Double.parseDouble(find("  on a CPU +([\\d.]+) ms"))).isGreaterThan(10);
        assertThat(find("  delay: CPU +([\\d.]+ ms in \\d+)")).isNotEmpty();
        assertThat(out).containsPattern("TaskStats v\\d+ of tid " + self + " \"java\", elapsed ");
        if (Files.isReadable(Path.of("/proc/1/stat"))) {
            assertThat(out).contains("tid " + GONE + ": gone: there is no such task (any more)\n");
        }
        assertThat(out).containsPattern("TaskStats v\\d+ of tgid \\d+, elapsed ");
        checkExits();
    }

    @Test
    void saysWhatItLacksWithoutTheCapability() throws Exception {
        List<String> unprivileged = List.of("setpriv", "--inh-caps=-net_admin", "--bounding-set=-net_admin");
        try {
            run(command(unprivileged, "true"));
        } catch (IOException e) {
            status = -1;
        }
        if (status != 0) {
            throw Skip.because("no setpriv that may drop a capability here");
        }
        run(command(unprivileged, JAVA, "-jar", JAR.toString(), "taskstats-client"));
        checkUsages();
        assertThat(status).isEqualTo(1);
        checkWords();
    }

    @Test
    void noOtherExampleNeedsTheLibrary() throws Exception {
        String alone = Files.copy(JAR, directory.resolve("alone.jar")).toString();
        run(JAVA, "-jar", alone, "lock-and-sleep", "--seconds", "1");
        assertThat(out).isEqualTo("lock-and-sleep: 1 of 1 s\n");
        run(JAVA, "-jar", alone, "taskstats-client");
        assertThat(status).isEqualTo(1);
        assertThat(out).startsWith("taskstats-client: the directory lib with tidewatch-core and what it needs is not");
    }

    private void checkUsages() {
        assertThat(Long.parseLong(find("ResourceUsage of RUSAGE_SELF: user (\\d+) us")))
                .isPositive();
        assertThat(Long.parseLong(find("ResourceUsage of RUSAGE_CHILDREN: .*?max resident (\\d+) KiB")))
                .isPositive();
        double user = Double.parseDouble(find("this thread in 50 ms of work: ([\\d.]+) ms user"));
        double system = Double.parseDouble(find("this thread in 50 ms of work: .* user, ([\\d.]+) ms system"));
        assertThat(user + system).isPositive().isLessThan(100);
    }

    private void checkWords() {
        assertThat(status).isEqualTo(1);
        assertThat(out).containsPattern("NOT_(PERMITTED|SUPPORTED): .*(CAP_NET_ADMIN|CONFIG_TASKSTATS)");
        assertThat(out).doesNotContain("\tat ");
    }

    private void checkExits() {
        String cannot = "cannot listen on CPUs ";
        if (out.contains(cannot)) {
            assertThat(lineWith(cannot)).matches(".*, (INVALID|NOT_SUPPORTED|NOT_PERMITTED): .+");
            Skip.part("tasks that end: " + lineWith(cannot));
            return;
        }
        long lost = Long.parseLong(find("lost in all: (\\d+)"));
        if (out.contains("ended: ")) {
            String onCpu = find("ended: TaskStats v\\d+ of tid \\d+ \"short-lived\".* on CPU ([\\d.]+) ms");
            assertThat(Double.parseDouble(onCpu)).isPositive();
            assertThat(Long.parseLong(find("lost before it: (\\d+)"))).isBetween(0L, lost);
        } else if (lost == 0 && !Files.isReadable(Path.of("/proc/1/ns/net"))) {
            Skip.part("tasks that end: " + lineWith("was not seen to end"));
        } else {
            assertThat(lost).isPositive();
        }
    }

    private String find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(out);
        assertThat(matcher.find()).as(pattern + " in " + out).isTrue();
        return matcher.group(1);
    }

    private String lineWith(String text) {
        return out.lines().filter(line -> line.contains(text)).findFirst().orElse(out);
    }

    private static String[] command(List<String> prefix, String... rest) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(rest));
        return command.toArray(new String[0]);
    }

    /** Keeps what the command prints, stderr included, and its exit code. */
    private void run(String... command) throws IOException, InterruptedException {
        Path printed = directory.resolve("printed");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).as("has ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        status = process.exitValue();
        out = Files.readString(printed, StandardCharsets.UTF_8);
    }
}
