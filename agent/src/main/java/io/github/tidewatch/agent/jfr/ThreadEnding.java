package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Interval;
import io.github.tidewatch.accounting.Task;
import io.github.tidewatch.accounting.ThreadEnds;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.EventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each thread runs at its end, while anybody wants it: reads its counters and commits its {@link ThreadEndEvent}.
 * Runs in any threads at once, and none waits for another.
 */
final class ThreadEnding implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadEnding.class);
    private static final int MOST_FAILURES = 100;

    private final ThreadEnds ends;
    private final EventType type = EventType.getEventType(ThreadEndEvent.class);
    private final AtomicInteger failures = new AtomicInteger();

    ThreadEnding(ThreadEnds ends) {
        this.ends = ends;
    }

    @Override
    public void run() {
        try {
            boolean recorded = type.isEnabled();
            if ((recorded || ends.isWanted()) && failures.get() < MOST_FAILURES) {
                if (System.getSecurityManager() == null) {
                    end(recorded);
                } else {
                    // By our own rights: what made the thread may have none, and JFR asks for some.
                    AccessController.doPrivileged((PrivilegedAction<Void>) () -> {
                        end(recorded);
                        return null;
                    });
                }
            }
        } catch (Throwable e) {
            say(e);
        }
    }

    private void end(boolean recorded) {
        ends.end(recorded ? ThreadEnding::commit : null);
    }

    /** The event that tells of a thread that has ended, or is about to. */
    static ThreadEndEvent fill(Task task, Interval life) {
        ThreadEndEvent event = new ThreadEndEvent();
        event.identify(task);
        event.fill(task, life);
        return event;
    }

    /** Commits the account of a thread that has ended, or is about to. */
    static void commit(Task task, Interval life) {
        fill(task, life).commit();
    }

    private void say(Throwable e) {
        try {
            int count = failures.incrementAndGet();
            if (count == 1) {
                LOG.warn("accounting for the end of a thread failed, the application is not concerned", e);
            } else if (count == MOST_FAILURES) {
                LOG.warn("accounting for the end of threads failed {} times and is off from now on", count, e);
            }
        } catch (Throwable again) {
            // Out of memory or stack, most likely. There is nobody left to tell.
        }
    }
}
