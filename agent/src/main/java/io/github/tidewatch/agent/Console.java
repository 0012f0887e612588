package io.github.tidewatch.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;

/** The bootstrap's way to speak: one line on the process's stderr, without any logging. */
final class Console {

    private Console() {}

    /** Prints one line. Never throws. */
    static void line(String level, String message) {
        try {
            PrintStream stderr = stderr();
            stderr.print("[tidewatch] " + level + " " + oneLine(message) + "\n");
            stderr.flush();
        } catch (Throwable e) {
            // Nothing is left to say it with, and the application matters more.
        }
    }

    /** Prints one line that ends with what was thrown. Never throws, not even for want of memory to make the line. */
    static void failure(String message, Throwable thrown) {
        try {
            Throwable cause = thrown instanceof InvocationTargetException ? thrown.getCause() : thrown;
            line(
                    "ERROR",
                    message
                            + cause
                            + (cause instanceof SecurityException
                                    ? "; the security manager's policy has to grant the agent's jar AllPermission"
                                    : ""));
        } catch (Throwable e) {
            // As above.
        }
    }

    @SuppressWarnings("resource") // the process's own
    private static PrintStream stderr() {
        try {
            // Not System.err: the application may have put its own logging there.
            return new PrintStream(new FileOutputStream(FileDescriptor.err), true);
        } catch (SecurityException e) {
            return System.err; // a security manager permits no other
        }
    }

    private static String oneLine(String message) {
        StringBuilder line = new StringBuilder(message);
        for (int i = 0; i < line.length(); i++) {
            switch (Character.getType(line.charAt(i))) {
                case Character.CONTROL:
                case Character.FORMAT:
                case Character.LINE_SEPARATOR:
                case Character.PARAGRAPH_SEPARATOR:
                    line.setCharAt(i, ' ');
                    break;
                default:
                    break;
            }
        }
        return line.toString();
    }
}
