package io.github.tidewatch.agent.jfr;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
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
    private static final long LONGEST_WAIT = 2_000_000_000;

    /** One at a time, all of them: but nobody waits long for one that hangs, least of all the JVM that shuts down. */
    private static final ReentrantLock TURN = new ReentrantLock();

    private final String name;
    private final Runnable action;
    private final Consumer<String> whenOff;
    private final AtomicInteger failuresInARow = new AtomicInteger();

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
    public void run() {
        try {
            if (failuresInARow.get() < MOST_FAILURES) {
                inTurn(action);
                failuresInARow.set(0);
            }
        } catch (Throwable e) {
            say(e, failuresInARow.incrementAndGet());
        }
    }

    /**
     * Runs what no two threads may do at once.
     *
     * @throws IllegalStateException if another thread has been at it for two seconds; it is not waited for
     */
    static void inTurn(Runnable action) {
        if (!awaitTurn()) {
            throw new IllegalStateException("another thread is at it for more than 2 s and is not waited for");
        }
        try {
            action.run();
        } finally {
            TURN.unlock();
        }
    }

    /** Whether a thread is at what no two may do at once. */
    static boolean isAtIt() {
        return TURN.isLocked();
    }

    /** An interrupt is the application's, and stays. */
    private static boolean awaitTurn() {
        boolean interrupted = false;
        long end = System.nanoTime() + LONGEST_WAIT;
        try {
            while (true) {
                try {
                    return TURN.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void say(Throwable e, int failures) {
        try {
            if (failures == 1) {
                LOG.warn("{} failed, the application is not concerned", name, e);
            } else if (failures == MOST_FAILURES) {
                whenOff.accept(
                        name + " is off: it failed " + MOST_FAILURES + " times in a row, the last time with " + e);
                LOG.warn("{} failed {} times in a row and is off from now on", name, MOST_FAILURES, e);
            }
        } catch (Throwable again) {
            // Out of memory, most likely. There is nobody left to tell.
        }
    }
}
