package io.github.tidewatch.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However top ends, the terminal (one of script(1)) is as before: screen, cursor, echo. */
class TopTerminalJvmTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home")).resolve("bin/java").toString();

    private static final int CTRL_Z = 26;
    private static final String ENTER = "\u001b[?1049h";
    private static final String LEAVE = "\u001b[?1049l";

    @TempDir
    Path directory;

    @ParameterizedTest
    @RequiresProgram({"script", "env", "stty"})
    @CsvSource({"TERM, 143", "HUP, 129", "INT, 130", "key q, 0", "key ^C, 130"})
    void theTerminalIsRestoredAndTheExitCodeNamesTheSignal(String end, int code) throws Exception {
        needsAnEnvThatResetsSignals();
        Path out = directory.resolve("terminal");
        try (RunningJvm jvm = sleeper()) {
            // A shell of its own for the signals of the keyboard, which lets the command end first.
            String command = "trap : INT HUP; " + top(jvm) + "; echo \"exit code $?\"; stty -a; echo over";
            Process script = script(command, out);
            try {
                await(out, text -> text.contains(ENTER) && text.contains("threads"));
                if (end.startsWith("key ")) {
                    type(script, end.endsWith("^C") ? 3 : 'q');
                } else {
                    new ProcessBuilder("kill", "-" + end, Long.toString(top(script)))
                            .start()
                            .waitFor();
                }
                String text = await(out, all -> all.contains("over\r\n"));
                String after = afterLeaving(text);

                assertThat(text.substring(text.lastIndexOf(ENTER))).contains("\u001b[?25h");
                assertThat(after).contains("exit code " + code).doesNotContain("\u001b[");
                assertThat(after).contains(" icanon ", " echo ");
            } finally {
                end(script);
            }
        }
    }

    @Test
    @RequiresProgram({"script", "env", "stty"})
    void ctrlZGivesTheShellItsTerminalAndFgDrawsAgain() throws Exception {
        needsAnEnvThatResetsSignals();
        Path out = directory.resolve("terminal");
        try (RunningJvm jvm = sleeper()) {
            String command = "set -m; " + top(jvm)
                    + "; echo \"stopped $?\"; stty -a; echo over; fg; echo \"exit code $?\";" + " stty -a; echo end";
            Process script = script(command, out);
            try {
                await(out, text -> text.contains(ENTER) && text.contains("threads"));
                type(script, CTRL_Z);
                String stopped = afterLeaving(await(out, all -> all.contains("over\r\n")));
                assertThat(stopped).contains("stopped " + (128 + 20)).contains(" icanon ", " echo ");

                String again = await(
                        out,
                        all -> count(all, ENTER) >= 2
                                && all.substring(all.lastIndexOf(ENTER)).contains("threads"));
                type(script, 'q');
                assertThat(afterLeaving(await(out, all -> all.contains("end\r\n"))))
                        .contains("exit code 0")
                        .contains(" icanon ", " echo ");
                assertThat(again.substring(again.lastIndexOf(ENTER))).contains("\u001b[?25l");
            } finally {
                end(script);
            }
        }
    }

    /** As in a container that runs only top, or in a shell script of cron's. */
    @Test
    @RequiresProgram({"script", "env", "stty"})
    void ctrlZWhereNobodyCouldContinueItDrawsAgainAtOnce() throws Exception {
        needsAnEnvThatResetsSignals();
        Path out = directory.resolve("terminal");
        try (RunningJvm jvm = sleeper()) {
            Process script = script("exec " + top(jvm), out);
            try {
                await(out, text -> text.contains(ENTER) && text.contains("threads"));
                type(script, CTRL_Z);
                await(
                        out,
                        all -> count(all, ENTER) >= 2
                                && all.substring(all.lastIndexOf(ENTER)).contains("threads"));
                type(script, 'q');
                assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(script.exitValue()).isZero();
            } finally {
                end(script);
            }
        }
    }

    private RunningJvm sleeper() throws Exception {
        RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .main(Apps.Sleeper.class)
                .start();
        jvm.awaitLine("ready"::equals, Duration.ofSeconds(60));
        return jvm;
    }

    private static String top(RunningJvm jvm) {
        return "'" + JAVA + "' -jar '" + TestJvm.agentJar() + "' top " + jvm.pid() + " --no-attach";
    }

    /** What stands after the last screen. */
    private static String afterLeaving(String text) {
        assertThat(text).contains(LEAVE);
        // The title of the window is a part of leaving.
        return text.substring(text.lastIndexOf(LEAVE) + LEAVE.length()).replace("\u001b[23;0;0t", "");
    }

    private static int count(String text, String wanted) {
        return text.split(Pattern.quote(wanted), -1).length - 1;
    }

    private static void type(Process script, int key) throws IOException {
        script.getOutputStream().write(key);
        script.getOutputStream().flush();
    }

    private static void end(Process script) throws InterruptedException {
        script.descendants().forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly().waitFor();
    }

    /** That of GNU coreutils from 8.31 on. */
    private static void needsAnEnvThatResetsSignals() throws Exception {
        Skip.unlessRuns("env", "--default-signal=HUP", "true");
    }

    private Process script(String command, Path out) throws IOException {
        // Who runs the tests in the background or by nohup has them inherit that signals are ignored, for good.
        ProcessBuilder builder = new ProcessBuilder(
                "env",
                "--default-signal=HUP,INT,TERM",
                "script",
                "-qec",
                "stty cols 120 rows 30; " + command,
                "/dev/null");
        builder.environment().putAll(java.util.Map.of("TERM", "xterm", "LC_ALL", "C.UTF-8", "SHELL", "/bin/sh"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    }

    private static long top(Process script) {
        return script.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static String await(Path out, Predicate<String> wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (true) {
            String text = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
            if (wanted.test(text)) {
                return text;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not in the terminal: " + text);
            }
            Thread.sleep(20);
        }
    }
}
