package io.github.tidewatch.agent.cli.top;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/**
 * Has Ctrl-Z stop this JVM as it stops other programs: with the terminal as it was, until a shell continues it. Safe for
 * use by several threads.
 */
final class Suspension {
    /** How long the signal may take to stop this JVM; it is ignored where nobody could continue it. */
    private static final long LONGEST_STOP_MILLIS = 1000;

    private final Terminal terminal;
    private final AlternateScreen screen;
    private final Runnable redraw;
    private volatile CountDownLatch continued = new CountDownLatch(1);

    /**
     * Of a screen.
     *
     * @param redraw asks for all that is on the screen; is called by a thread of its own
     */
    Suspension(Terminal terminal, AlternateScreen screen, Runnable redraw) {
        this.terminal = terminal;
        this.screen = screen;
        this.redraw = redraw;
    }

    /** From now on. */
    void begin() {
        terminal.handle(Signal.TSTP, signal -> suspend());
        // Also of what was stopped by SIGSTOP, which nobody can prepare for.
        terminal.handle(Signal.CONT, signal -> {
            continued.countDown();
            resume();
        });
    }

    private synchronized void suspend() {
        screen.hide();
        continued = new CountDownLatch(1);
        terminal.handle(Signal.TSTP, SignalHandler.SIG_DFL);
        try {
            // A JVM raises no signal that it does not handle.
            new ProcessBuilder("sh", "-c", "kill -TSTP $PPID")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
            continued.await(LONGEST_STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            continued.countDown(); // no sh: it goes on
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        terminal.handle(Signal.TSTP, signal -> suspend());
        resume();
    }

    private void resume() {
        screen.show();
        redraw.run();
    }
}
