package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.agent.log.FailuresInARow;
import java.util.concurrent.TimeUnit;
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

    /** Whether the one that is at it has been for so long that nobody waits. */
    private static volatile boolean hangs;

    private final String name;
    private final Runnable action;
    private final Consumer<String> whenOff;
    private final boolean inTurn;
    private final FailuresInARow failures = new FailuresInARow(MOST_FAILURES);

    /**
     * A guard.
     *
     * @param name what the action is, for a sentence
     * @param whenOff called once, with the reason, when it is switched off
     */
    Guarded(String name, Runnable action, Consumer<String> whenOff) {
        this(name, action, whenOff, true);
    }

    private Guarded(String name, Runnable action, Consumer<String> whenOff, boolean inTurn) {
        this.name = name;
        this.action = action;
        this.whenOff = whenOff;
        this.inTurn = inTurn;
    }

    /** A guard of what any threads may do at once, and others of these meanwhile. */
    static Guarded outOfTurn(String name, Runnable action, Consumer<String> whenOff) {
        return new Guarded(name, action, whenOff, false);
    }

    @Override
    public void run() {
        try {
            if (!failures.areTooMany()) {
                if (inTurn) {
                    inTurn(action);
                } else {
                    action.run();
                }
                failures.succeeded();
            }
        } catch (Throwable e) {
            say(e);
        }
    }

    /** As {@link #run}, but leaves it where another thread is at anything of the kind. Never waits. */
    void runIfFree() {
        if (TURN.tryLock()) {
            try {
                run();
            } finally {
                TURN.unlock();
            }
        }
    }

    /**
     * Runs what no two threads may do at once; unless another thread has been at it for two seconds, or was when somebody
     * gave up waiting for it: then it is not run. That is no failure. A thread that gets no CPU is late, not broken.
     */
    private void inTurn(Runnable turn) {
        boolean mine = hangs ? TURN.tryLock() : awaitTurn();
        if (mine) {
            runAndUnlock(turn);
        } else if (!hangs) {
            hangs = true;
            LOG.info("{} left out: another sample has taken more than 2 s, as it does without a CPU", name);
        }
    }

    /** Runs it if no thread is at what no two may do at once. */
    static void inTurnIfFree(Runnable turn) {
        if (TURN.tryLock()) {
            runAndUnlock(turn);
        }
    }

    private static void runAndUnlock(Runnable turn) {
        try {
            turn.run();
        } finally {
            hangs = false;
            TURN.unlock();
        }
    }

    /** Whether a thread is at what no two may do at once. */
    static boolean isBusy() {
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

    private void say(Throwable e) {
        try {
            failures.failed(() -> LOG.warn("{} failed, the application is not affected", name, e), () -> {
                String off = name + " is off: it failed " + MOST_FAILURES + " times in a row, the last time with ";
                whenOff.accept(off + e);
                LOG.warn("{}", off, e);
            });
        } catch (Throwable again) {
            // Out of memory, most likely. There is nobody left to report it to.
        }
    }
}
