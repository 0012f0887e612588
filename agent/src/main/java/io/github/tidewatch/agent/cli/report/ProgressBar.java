package io.github.tidewatch.agent.cli.report;

import java.io.PrintWriter;

/** Shows how far reading has come on a line of its own, which it takes away at the end; nothing if that is soon. */
final class ProgressBar implements ReadingProgress, AutoCloseable {
    private static final long PATIENCE = 500_000_000;
    private static final long BETWEEN = 100_000_000;
    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final boolean unicode;
    private final long start = System.nanoTime();
    private long last = start;
    private int longest;

    ProgressBar(PrintWriter err, boolean unicode) {
        this.err = err;
        this.unicode = unicode;
    }

    @Override
    public void read(long done, long total) {
        long now = System.nanoTime();
        if (now - start < PATIENCE || now - last < BETWEEN) {
            return;
        }
        last = now;
        double share = total == 0 ? 1 : Math.min(1, (double) done / total);
        int cells = (int) (share * WIDTH);
        String line = "reading  " + (unicode ? "\u2588" : "#").repeat(cells)
                + (unicode ? "\u2591" : ".").repeat(WIDTH - cells) + "  " + (int) (share * 100) + " % of "
                + Format.bytes(total);
        longest = Math.max(longest, line.length());
        err.print("\r" + line);
        err.flush();
    }

    @Override
    public void close() {
        if (longest > 0) {
            err.print("\r" + " ".repeat(longest) + "\r");
            err.flush();
        }
    }
}
