package io.github.tidewatch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.TestJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar's stdout, as a shell redirects it. */
class OutputJvmTest {
    private static final String COMMAND = "\"" + Path.of(System.getProperty("java.home"), "bin/java") + "\" "
            + TestJvm.QUICK_START + " -jar \"" + TestJvm.agentJar() + "\" ";

    @ParameterizedTest
    @ValueSource(strings = {"man top", "completion", "doctor", "stats --help"})
    void aFullDiskIsOneErrorLineAndAFailure(String arguments) throws Exception {
        assertThat(shell(COMMAND + arguments + " >/dev/full; echo code $?"))
                .isEqualTo("error: cannot write to stdout: No space left on device\ncode 1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"man top", "completion", "doctor", "doctor --json", "stats --help"})
    void aReaderThatHasSeenEnoughIsNoFailure(String arguments) throws Exception {
        assertThat(shell("{ " + COMMAND + arguments + "; echo code $? >&2; } | true"))
                .isEqualTo("code 0\n");
    }

    /** What it prints on either stream. */
    private static String shell(String script) throws Exception {
        Process process =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
