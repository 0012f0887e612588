package io.github.tidewatch.procfs;

import java.nio.charset.StandardCharsets;

/** A file of {@code /proc} does not look as proc(5) says. */
public final class ProcFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ProcFormatException(String expected, byte[] bytes, int position, int end) {
        super("expected " + expected + " at byte " + position + " of \""
                + new String(bytes, 0, Math.min(end, 200), StandardCharsets.ISO_8859_1) + "\"");
    }
}
