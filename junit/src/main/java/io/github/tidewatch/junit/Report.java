package io.github.tidewatch.junit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code report --assert} says of a recording. The command runs in a JVM of its own, which the application's class
 * path, heap and options do not concern. Immutable.
 */
final class Report {
    /** By the command's exit codes. */
    enum Result {
        HOLDS,
        FAILS,
        WRONG,
        INCONCLUSIVE
    }

    /** In seconds: a recording of 1 GB takes about one minute. */
    private static final long LONGEST = 300;

    private static final int MOST_OUTPUT = 1_000_000;
    private static final String BEGIN_OF_ERROR = "error: --assert ";

    /** What a line of the answer begins with, by exit code. */
    private static final List<String> BEGINS = List.of("holds: ", "fails: ", BEGIN_OF_ERROR, "inconclusive: ");

    private final Result result;
    private final String text;

    private Report(Result result, String text) {
        this.result = result;
        this.text = text;
    }

    Result result() {
        return result;
    }

    /** The lines that it prints; of wrong assertions only which is wrong and what is allowed. */
    String text() {
        return text;
    }

    /**
     * Runs the command.
     *
     * @throws IOException if there is no answer within five minutes, or none that the command gives
     */
    static Report of(Path jar, Path recording, List<String> assertions) throws IOException {
        Path out = Files.createTempFile("tidewatch-", ".out");
        try {
            int exitCode = run(command(jar, recording, assertions), out, LONGEST);
            String printed = resultsFirst(read(out));
            if (!isAnswer(exitCode, printed)) {
                throw new IOException("report --assert ended with exit code " + exitCode + ", and printed '" + printed
                        + "'; the recording is kept: " + recording);
            }
            Result result = Result.values()[exitCode];
            return new Report(result, result == Result.WRONG ? error(printed) : printed);
        } finally {
            Files.delete(out);
        }
    }

    /** Not that of a JVM that could not start, whose exit code is 1 too. */
    private static boolean isAnswer(int exitCode, String printed) {
        return exitCode >= 0
                && exitCode < BEGINS.size()
                && printed.lines().anyMatch(line -> line.startsWith(BEGINS.get(exitCode)));
    }

    /** Warnings are about the recording as a whole, and the command prints them before. */
    private static String resultsFirst(String printed) {
        Map<Boolean, List<String>> lines =
                printed.lines().collect(Collectors.partitioningBy(line -> line.startsWith("warning: ")));
        return Stream.concat(lines.get(false).stream(), lines.get(true).stream())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static List<String> command(Path jar, Path recording, List<String> assertions) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // halves the time for recordings of some megabytes
                "-XX:+UseSerialGC",
                "-jar",
                jar.toString(),
                "report",
                recording.toString()));
        assertions.forEach(assertion -> command.add("--assert=" + assertion));
        return command;
    }

    /** Returns the exit code. */
    static int run(List<String> command, Path out, long seconds) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectErrorStream(true);
        // They are for the application's JVMs, and print a line.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IOException("no answer within " + seconds + " s of " + String.join(" ", command));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + String.join(" ", command), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path out) throws IOException {
        try (InputStream in = Files.newInputStream(out)) {
            String encoding = System.getProperty("sun.jnu.encoding");
            Charset charset = encoding == null || !Charset.isSupported(encoding)
                    ? Charset.defaultCharset()
                    : Charset.forName(encoding);
            return new String(in.readNBytes(MOST_OUTPUT), charset).strip();
        }
    }

    /** What is said before the usage. */
    private static String error(String printed) {
        return printed.lines()
                .filter(line -> line.startsWith(BEGIN_OF_ERROR))
                .map(line -> line.substring(BEGIN_OF_ERROR.length()))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
