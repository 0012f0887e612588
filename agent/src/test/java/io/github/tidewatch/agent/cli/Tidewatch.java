package io.github.tidewatch.agent.cli;

import io.github.tidewatch.agent.testing.TestJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the built jar as a user does: {@code java -jar tidewatch.jar COMMAND}. */
public final class Tidewatch {
    private final List<String> command = new ArrayList<>();

    /** With a JDK's java, and a launcher before it (such as setpriv), which may be empty. */
    public Tidewatch(Path home, Path jar, String... launcher) {
        command.addAll(List.of(launcher));
        command.add(home.resolve("bin/java").toString());
        command.add(TestJvm.QUICK_START);
        command.add("-jar");
        command.add(jar.toString());
    }

    /** With the JDK that runs the tests and the jar under test. */
    public static Tidewatch here() {
        return new Tidewatch(Path.of(System.getProperty("java.home")), TestJvm.agentJar());
    }

    /** Adds an option of the JVM. */
    public Tidewatch jvmArg(String option) {
        command.add(command.indexOf("-jar"), option);
        return this;
    }

    /** Runs it to its end, for three minutes at most, which a busy machine may need. */
    public Result run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("tidewatch-cli", ".out");
        Path err = Files.createTempFile("tidewatch-cli", ".err");
        try {
            Process process = start(out, err, arguments);
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("no end: " + command + List.of(arguments));
            }
            return new Result(process.exitValue(), read(out), read(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Starts it. */
    public Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(whole);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "COLUMNS"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** How it ended. */
    public static final class Result {
        public final int code;
        public final String out;
        public final String err;

        Result(int code, String out, String err) {
            this.code = code;
            this.out = out;
            this.err = err;
        }

        @Override
        public String toString() {
            return "exit code " + code + "\n--- stdout\n" + out + "--- stderr\n" + err;
        }
    }
}
