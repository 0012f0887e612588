package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command, where nothing can be written to stdout. */
class UnwrittenOutputKernelTest {
    @TempDir
    Path directory;

    static Stream<String> commands() {
        String self = Long.toString(ProcessHandle.current().pid());
        return Stream.of(
                "--help",
                "attach --help",
                "doctor",
                "doctor --json",
                "top --once --no-attach --interval 100ms " + self,
                "top --once --no-attach --json --interval 100ms " + self,
                "completion",
                "man",
                "man top",
                "report RECORDING",
                "report --json RECORDING");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aFullDiskIsOneErrorLineAndAFailure(String command) throws IOException {
        Ran ran = Ran.onFullDisk(arguments(command));

        assertThat(ran.code()).as(ran.toString()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("error: cannot write to stdout: No space left on device\n");
    }

    private String[] arguments(String command) throws IOException {
        if (!command.contains("RECORDING")) {
            return command.split(" ", -1);
        }
        Path file = TestEvents.record(directory, () -> {
            ThreadDelay event = new ThreadDelay();
            event.threadName = "worker";
            event.osThreadId = 11;
            event.interval = TestEvents.nanos(1000);
            event.waitTime = TestEvents.nanos(1000);
            event.complete = true;
            event.commit();
        });
        return command.replace("RECORDING", file.toString()).split(" ", -1);
    }
}
