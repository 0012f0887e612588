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
    private final Terminal terminal;
    private final Attributes before;
    private final ShutdownHooks.Task atShutdown = this::restore;
    private boolean restored;

    /** Turns the terminal to it. */
    AlternateScreen(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        ShutdownHooks.add(atShutdown); // the last one is run first: while the terminal is still open
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
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
    }

    @Override
    public void close() {
        restore();
        ShutdownHooks.remove(atShutdown);
    }
}
