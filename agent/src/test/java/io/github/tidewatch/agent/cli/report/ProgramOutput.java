package io.github.tidewatch.agent.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What another program says of a file that the report has written. */
final class ProgramOutput {
    private static final long SECONDS = 120;

    private ProgramOutput() {}

    /** Standard output and error of a program that succeeds. */
    static String of(Path scratch, String... command) throws IOException, InterruptedException {
        return from(Path.of("/dev/null"), scratch, command);
    }

    /** The same of one that reads a file from standard input. */
    static String from(Path in, Path scratch, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(scratch, "program", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("HOME", scratch.toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(String.join(" ", command) + " did not end: " + Files.readString(out));
            }
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(out);
        if (process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed: " + text);
        }
        return text;
    }
}
