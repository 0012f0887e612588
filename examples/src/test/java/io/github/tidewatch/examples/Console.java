package io.github.tidewatch.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Keeps what a command prints. */
final class Console {
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    final PrintStream out = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
    final PrintStream err = new PrintStream(errBytes, true, StandardCharsets.UTF_8);

    String outText() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    List<String> outLines() {
        return outText().lines().collect(Collectors.toList());
    }

    String errText() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }

    List<String> errLines() {
        return errText().lines().collect(Collectors.toList());
    }
}
