package io.github.tidewatch.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Prometheus' own tool says. */
record Promtool(int code, String output) {
    /** Runs it with this on stdin. */
    static Promtool run(Path directory, String input, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(args));
        Path in = Files.writeString(Files.createTempFile(directory, "in", ""), input);
        Path out = Files.createTempFile(directory, "out", "");
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("promtool did not end within a minute");
        }
        return new Promtool(process.exitValue(), Files.readString(out));
    }
}
