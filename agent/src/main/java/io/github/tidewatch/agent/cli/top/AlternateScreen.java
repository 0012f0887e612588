package io.github.tidewatch.agent.cli.top;

import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.ShutdownHooks;

/**
 * A terminal's second screen, without cursor and echo, until it is closed or a signal ends this JVM. What the terminal
 * was is then restored, once. Safe for use by several threads.
 */
final class AlternateScreen implements AutoCloseable {
    /** The one that is to be restored when this JVM ends; null while there is none. */
    private static volatile AlternateScreen open;

    private final Terminal terminal;
    private final Attributes before;
    private boolean restored;

    /**
     * Has the end of this JVM restore what is open then. To be called before the terminal is made: JLine runs such tasks
     * in their order, and the terminal's own closes it.
     */
    static void restoreAtShutdown() {
        ShutdownHooks.add(() -> {
            AlternateScreen last = open;
            if (last != null) {
                last.restore();
            }
        });
    }

    /** Turns the terminal to it. */
    AlternateScreen(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        open = this;
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
    }

    /** Draws, unless the screen is no longer there. */
    synchronized void draw(Runnable drawing) {
        if (!restored) {
            drawing.run();
        }
    }

    private synchronized void restore() {
        if (restored) {
            return;
        }
        restored = true;
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
    }

    @Override
    public void close() {
        restore();
        open = null;
    }
}
