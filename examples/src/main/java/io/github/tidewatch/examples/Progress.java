package io.github.tidewatch.examples;

import java.io.Console;
import java.io.PrintStream;

/** Says how far a workload is: one line that is rewritten on a terminal, a short line now and then elsewhere. */
final class Progress {
    private static final int SECONDS_BETWEEN_LINES = 5;

    private final PrintStream out;
    private final boolean terminal;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Progress toStandardOutput() {
        return new Progress(System.out, isTerminal(System.console()));
    }

    /** Says something that the reader of the recording has to know. */
    void note(String line) {
        out.println(line);
    }

    void elapsed(String workload, int second, int seconds) {
        String line = workload + ": " + second + " of " + seconds + " s";
        if (terminal) {
            out.print("\r" + line);
            if (second == seconds) {
                out.println();
            }
            out.flush();
        } else if (second == seconds || second % SECONDS_BETWEEN_LINES == 0) {
            out.println(line);
        }
    }

    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            // From JDK 22 on there may be a console without a terminal, and a method that says so.
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
