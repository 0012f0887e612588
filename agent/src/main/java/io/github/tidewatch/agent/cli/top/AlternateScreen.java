package io.github.tidewatch.agent.cli.top;

import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.ShutdownHooks;

/**
 * A terminal's second screen, without cursor and echo, until it is closed or a signal ends this JVM. What the terminal
 * was is then restored, once, and while a signal stops this JVM. Safe for use by several threads.
 */
final class AlternateScreen implements AutoCloseable {
    /** The one that is to be restored when this JVM ends; null while there is none. */
    private static volatile AlternateScreen open;

    private static volatile boolean shuttingDown;

    private final Terminal terminal;
    private final Attributes before;
    private boolean shown;
    private boolean closed;

    /**
     * Has the end of this JVM restore what is open then. To be called before the terminal is made: JLine runs such tasks
     * in their order, and the terminal's own closes it.
     */
    static void restoreAtShutdown() {
        ShutdownHooks.add(() -> {
            shuttingDown = true;
            AlternateScreen last = open;
            if (last != null) {
                last.end();
            }
        });
    }

    /** Whether the end of this JVM has begun, and with it that of all terminals. */
    static boolean isShuttingDown() {
        return shuttingDown;
    }

    /** Turns the terminal to it. */
    AlternateScreen(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.getAttributes();
        open = this;
        show();
    }

    /** Draws, unless the screen is not there. */
    synchronized void draw(Runnable drawing) {
        if (shown) {
            drawing.run();
        }
    }

    /** Turns the terminal to it again, also where a shell has changed the terminal meanwhile; nothing once it is closed. */
    synchronized void show() {
        if (closed) {
            return;
        }
        // First: in the background that stops this JVM, before anything is written to what others use.
        terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
        shown = true;
    }

    /** Turns the terminal back, until {@link #show}. */
    synchronized void hide() {
        if (!shown) {
            return;
        }
        shown = false;
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
    }

    private synchronized void end() {
        hide();
        closed = true;
    }

    @Override
    public void close() {
        end();
        open = null;
    }
}
