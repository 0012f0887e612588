package io.github.tidewatch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a terminal, which script(1) makes: colours and the width, and neither elsewhere. */
class TerminalJvmTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home")).resolve("bin/java").toString();

    @Test
    @RequiresProgram("script")
    void coloursAreShownOnATerminalUnlessTheyAreUnwantedAndItsWidthIsKept() throws Exception {
        String plain = onTerminal(Map.of("TERM", "xterm"), 70);
        assertThat(plain).contains("\u001b[").contains("tidewatch stats");
        assertThat(plain.replaceAll("\u001b\\[[0-9;]*m", "").lines()).allMatch(line -> line.length() <= 70);
        assertThat(onTerminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), 100))
                .doesNotContain("\u001b")
                .contains("tidewatch stats");
        assertThat(onTerminal(Map.of("TERM", "dumb"), 100)).doesNotContain("\u001b");
    }

    /** The help of stats as a terminal with so many columns gets it. */
    private static String onTerminal(Map<String, String> environment, int columns)
            throws IOException, InterruptedException {
        String command = "stty cols " + columns + "; exec '" + JAVA + "' " + TestJvm.QUICK_START + " -jar '"
                + TestJvm.agentJar() + "' stats --help";
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null");
        builder.environment().keySet().removeIf(name -> name.equals("NO_COLOR") || name.equals("COLUMNS"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.replace("\r", "");
    }
}
