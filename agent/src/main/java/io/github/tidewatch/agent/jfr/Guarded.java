package io.github.tidewatch.agent.jfr;

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
    private int failuresInARow;

    Guarded(String name, Runnable action) {
        this.name = name;
        this.action = action;
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
                LOG.warn("{} failed {} times in a row and is off from now on", name, MOST_FAILURES, e);
            }
        } catch (Throwable again) {
            // Out of memory, most likely. There is nobody left to tell.
        }
    }
}
