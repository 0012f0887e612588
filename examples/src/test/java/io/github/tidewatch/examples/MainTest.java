package io.github.tidewatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private final Console console = new Console();

    @Test
    void listsTheWorkloadsWhenCalledWithout() {
        assertThat(run()).isEqualTo(2);
        assertThat(console.outText()).isEmpty();
        assertThat(console.errLines())
                .contains(
                        "Usage: java -jar tidewatch-examples.jar WORKLOAD [--seconds N] [--dir DIRECTORY] [--file-mib N]",
                        "  cpu-contention    two spinning threads per CPU (spinner-1 ...): each about 50 % CPU delay, the rest user time (10 s)",
                        "  disk-wait         a thread (disk-reader) that reads past the page cache: most of its time is block I/O delay (10 s)",
                        "  lock-and-sleep    threads that sleep, park, wait for a lock or for a queue: nearly all their time is voluntary wait (10 s)",
                        "  mixed             spinners with CPU delay, a disk reader with block I/O, waiters that only wait, and one thread half busy (15 s)",
                        "  taskstats-client  the library tidewatch-core: taskstats of its own thread and of each TID, of its process and of a thread that ends, and getrusage");
    }

    @Test
    void namesAnUnknownWorkloadAndListsThose() {
        assertThat(run("spin")).isEqualTo(2);
        assertThat(console.errLines()).startsWith("There is no workload spin.").anyMatch(l -> l.startsWith("  mixed "));
    }

    @Test
    void listsOnDemand() {
        assertThat(run("--list")).isZero();
        assertThat(console.outLines())
                .extracting(line -> line.substring(2, line.indexOf(' ', 2)))
                .containsExactly(
                        "cpu-contention",
                        "disk-wait",
                        "lock-and-sleep",
                        "thrashing",
                        "mixed",
                        "web",
                        "taskstats-client");
    }

    @ParameterizedTest
    @CsvSource({
        "--seconds, 0, '--seconds takes a whole number from 1 on, not 0.'",
        "--seconds, soon, '--seconds takes a whole number from 1 on, not soon.'",
        "--file-mib, -4, '--file-mib takes a whole number from 1 on, not -4.'",
        "--colour, red, 'There is no option --colour.'",
    })
    void refusesWrongOptions(String option, String value, String complaint) {
        assertThat(run("mixed", option, value)).isEqualTo(2);
        assertThat(console.errLines()).startsWith(complaint);
    }

    @Test
    void refusesAnOptionWithoutValue() {
        assertThat(run("mixed", "--seconds")).isEqualTo(2);
        assertThat(console.errLines()).startsWith("--seconds needs a value.");
    }

    @Test
    void failsWhereItCannotWrite() {
        assertThat(run("disk-wait", "--seconds", "1", "--dir", "/nowhere")).isEqualTo(1);
        assertThat(console.errText()).startsWith("disk-wait: java.nio.file.NoSuchFileException: /nowhere");
    }

    @Test
    void runsForTheTimeItIsGiven() {
        long start = System.nanoTime();
        assertThat(run("lock-and-sleep", "--seconds", "1")).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000L);
        assertThat(console.outLines()).containsExactly("lock-and-sleep: 1 of 1 s");
    }

    @Test
    void rewritesItsLineOnATerminal() {
        Progress progress = new Progress(console.out, true);
        progress.elapsed("mixed", 1, 2);
        progress.elapsed("mixed", 2, 2);
        assertThat(console.outText()).isEqualTo("\rmixed: 1 of 2 s\rmixed: 2 of 2 s" + System.lineSeparator());
    }

    private int run(String... args) {
        return Main.run(args, console.out, console.err, new Progress(console.out, false));
    }
}
