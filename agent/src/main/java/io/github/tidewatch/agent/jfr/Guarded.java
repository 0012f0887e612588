package io.github.tidewatch.agent.jfr;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An entry from JFR into Tidewatch: nothing that goes wrong inside ever reaches JFR or the application, and what keeps
 * going wrong is switched off. Each is said once.
 */
final class Guarded implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);
    private static final int MOST_FAILURES = 10;

    private final String name;
    private final Runnable action;
    private final Consumer<String> whenOff;
    private int failuresInARow;

    /**
     * A guard.
     *
     * @param name what the action is, for a sentence
     * @param whenOff told, once, that it is switched off, and why
     */
    Guarded(String name, Runnable action, Consumer<String> whenOff) {
        this.name = name;
        this.action = action;
        this.whenOff = whenOff;
    }

    @Override
    public synchronized void run() {
        if (failuresInARow >= MOST_FAILURES) {
            return;
        }
        try {
            action.run();
            failuresInARow = 0;
        } catch (Throwable e) {
            failuresInARow++;
            say(e);
        }
    }

    private void say(Throwable e) {
        try {
            if (failuresInARow == 1) {
                LOG.warn("{} failed, the application is not concerned", name, e);
            } else if (failuresInARow == MOST_FAILURES) {
                whenOff.accept(
                        name + " is off: it failed " + MOST_FAILURES + " times in a row, the last time with " + e);
                LOG.warn("{} failed {} times in a row and is off from now on", name, MOST_FAILURES, e);
            }
        } catch (Throwable again) {
            // Out of memory, most likely. There is nobody left to tell.
        }
    }
}
