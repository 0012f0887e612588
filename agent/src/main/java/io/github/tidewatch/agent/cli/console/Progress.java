package io.github.tidewatch.agent.cli.console;

import io.github.tidewatch.text.Durations;
import java.util.function.Supplier;

/**
 * How far something is, in one line of a terminal that is drawn again and again and taken away at the end. On stderr, so
 * that stdout can go to a file; nothing where that is no terminal, or if it is done soon. Not safe for use by several
 * threads at once.
 */
public final class Progress implements AutoCloseable {
    private static final long PATIENCE = 500_000_000;
    private static final long BETWEEN = 100_000_000;
    private static final int BAR = 30;

    private final Screen screen;
    private final String what;
    private final boolean shown;
    private final long start = System.nanoTime();
    private long last = start - BETWEEN;
    private boolean drawn;

    public Progress(Screen screen, String what) {
        this.screen = screen;
        this.what = what;
        this.shown = Screen.isTerminal(2);
    }

    /** Draws the time that has passed, of the time that it takes in all; both in nanoseconds. */
    public void show(long passed, long whole) {
        draw(passed, whole, () -> Durations.text(passed) + " of " + Durations.text(whole));
    }

    /** Draws how much of something is done, with a text that says it; may be called as often as one likes. */
    public void draw(long done, long whole, Supplier<String> text) {
        long now = System.nanoTime();
        if (!shown || now - start < PATIENCE || now - last < BETWEEN) {
            return;
        }
        last = now;
        String line =
                Text.fit(bar(done, whole, screen.hasBlocks(), what, text.get()), Math.max(20, screen.width() - 1));
        screen.replaceLine(line);
        drawn = true;
    }

    /** The line, in block characters or without. */
    static String bar(long done, long whole, boolean blocks, String what, String text) {
        int filled = (int) Math.max(0, Math.min(BAR, whole == 0 ? BAR : (double) done / whole * BAR));
        return what + "  " + (blocks ? "\u2588" : "#").repeat(filled) + (blocks ? "\u2591" : ".").repeat(BAR - filled)
                + "  " + text;
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (drawn) {
            screen.replaceLine("");
        }
    }
}
