package io.github.tidewatch.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** The bootstrap's way to speak: one line on the process's stderr, without any logging. */
final class Console {

    private Console() {}

    /** Prints one line. Never throws. */
    static void line(String level, String message) {
        try {
            // Not System.err: the application may have put its own logging there.
            @SuppressWarnings("resource")
            PrintStream stderr = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
            stderr.print("[tidewatch] " + level + " " + oneLine(message) + "\n");
            stderr.flush();
        } catch (Throwable e) {
            // Nothing is left to tell it with, and the application matters more.
        }
    }

    private static String oneLine(String message) {
        StringBuilder line = new StringBuilder(message);
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }
}
