package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.exit.ThreadExitAccounting;
import io.github.tidewatch.agent.jfr.event.ThreadEndEvent;
import io.github.tidewatch.agent.log.FailuresInARow;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Consumer;
import jdk.jfr.EventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each thread runs at its end, while anybody wants it: reads its counters and commits its {@link ThreadEndEvent}.
 * Runs in any threads at once, and none waits for another.
 */
final class ThreadExitHandler implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadExitHandler.class);
    private static final int MOST_FAILURES = 100;

    private final ThreadExitAccounting exits;
    private final Runnable first;
    private final Runnable whenCrowded;
    private final EventType type = EventType.getEventType(ThreadEndEvent.class);
    private final Consumer<String> whenOff;
    private final FailuresInARow failures = new FailuresInARow(MOST_FAILURES);

    /**
     * What threads run.
     *
     * @param first run before the thread accounts for itself, whether or not that is wanted; null for nothing. Must not throw
     * @param whenOff called once, with the reason, when thread exits are not accounted for any more
     * @param whenCrowded to be run by the thread that finds that too many have ended since the last sample
     */
    ThreadExitHandler(ThreadExitAccounting exits, Runnable first, Consumer<String> whenOff, Runnable whenCrowded) {
        this.exits = exits;
        this.first = first;
        this.whenOff = whenOff;
        this.whenCrowded = whenCrowded;
    }

    @Override
    public void run() {
        if (first != null) {
            first.run();
        }
        try {
            boolean recorded = type.isEnabled();
            if ((recorded || exits.isWanted()) && !failures.areTooMany()) {
                if (System.getSecurityManager() == null) {
                    account(recorded);
                } else {
                    // By our own rights: what made the thread may have none, and JFR asks for some.
                    AccessController.doPrivileged((PrivilegedAction<Void>) () -> {
                        account(recorded);
                        return null;
                    });
                }
                failures.succeeded();
            }
        } catch (Throwable e) {
            say(e);
        }
    }

    private void account(boolean recorded) {
        exits.account(recorded ? life -> ThreadEndEvent.of(life).commit() : null);
        if (exits.isCrowded()) {
            whenCrowded.run();
        }
    }

    private void say(Throwable e) {
        try {
            failures.failed(
                    () -> LOG.warn("accounting for the end of a thread failed, the application is not affected", e),
                    () -> whenOff.accept("it failed " + MOST_FAILURES + " times in a row, the last time with " + e));
        } catch (Throwable again) {
            // Out of memory or stack, most likely. There is nobody left to report it to.
        }
    }
}
