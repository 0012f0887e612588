package io.github.tidewatch.agent.cli.console;

/**
 * How far something is, in one line of a terminal that is drawn again and again; nothing where stdout is no terminal.
 * Not safe for use by several threads at once.
 */
public final class Progress implements AutoCloseable {
    private static final int BAR = 30;
    private static final String CLEAR = "\r\u001b[K";

    private final Screen screen;
    private final String what;
    private boolean drawn;

    public Progress(Screen screen, String what) {
        this.screen = screen;
        this.what = what;
    }

    /** Draws the time that has passed, of the time that it takes in all; both in nanoseconds. */
    public void show(long passed, long whole) {
        draw(passed, whole, Text.time(passed) + " of " + Text.time(whole));
    }

    /** Draws how much of something is done, with a text that tells it. */
    public void draw(long done, long whole, String text) {
        if (!screen.isTerminal()) {
            return;
        }
        int filled = (int) Math.max(0, Math.min(BAR, whole == 0 ? 0 : done * BAR / whole));
        String bar = "[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] ";
        String line = Text.fit(what + " " + bar + text, Math.max(20, screen.width() - 1));
        screen.out().print((drawn ? CLEAR : "") + line);
        screen.out().flush();
        drawn = true;
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (drawn) {
            screen.out().print(CLEAR);
            screen.out().flush();
        }
    }
}
