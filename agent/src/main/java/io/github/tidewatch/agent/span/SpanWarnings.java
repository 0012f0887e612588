package io.github.tidewatch.agent.span;

import io.github.tidewatch.agent.log.FailuresInARow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once of each what keeps spans from being recorded. Safe for use by all threads at once; never throws. */
final class SpanWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(SpanWarnings.class);

    private static final int MOST_FAILURES = 100;

    private final FailuresInARow failures = new FailuresInARow(MOST_FAILURES);
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean elsewhere = new AtomicBoolean();
    private final AtomicBoolean unread = new AtomicBoolean();

    /** Whether so many spans in a row could not be accounted for that no more are to be. */
    boolean areTooManyFailures() {
        return failures.areTooMany();
    }

    void succeeded() {
        failures.succeeded();
    }

    void tooManyOpen() {
        once(
                full,
                "a thread has " + ThreadSpans.MOST_OPEN
                        + " open spans, and no more of it are recorded until it closes some: close each"
                        + " span that you open, and leave methods that call themselves so deeply out of the option spans");
    }

    void closedElsewhere() {
        once(
                elsewhere,
                "a span is not recorded, since another thread closed it than had opened it: close it in the thread that"
                        + " opened it");
    }

    void unreadable(String why) {
        if (!unread.get()) {
            once(
                    unread,
                    "a span is not recorded, since its thread could not read its counters"
                            + (why.isEmpty() ? "" : ": " + why));
        }
    }

    private static void once(AtomicBoolean said, String what) {
        try {
            if (said.compareAndSet(false, true)) {
                LOG.warn(what);
            }
        } catch (Throwable e) {
            // Out of memory or stack, most likely. There is nobody left to report it to.
        }
    }

    void failed(Throwable e) {
        try {
            failures.failed(
                    () -> LOG.warn("a span could not be accounted for, the application is not affected", e),
                    () -> LOG.warn("spans are off: " + MOST_FAILURES + " in a row could not be accounted for", e));
        } catch (Throwable again) {
            // Out of memory or stack, most likely. There is nobody left to report it to.
        }
    }
}
