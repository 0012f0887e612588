package io.github.tidewatch.agent.jfr;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts failures of an action with no success between them: what keeps failing is switched off. Safe for use by all threads. */
final class FailuresInARow {
    private final int most;
    private final AtomicInteger count = new AtomicInteger();

    FailuresInARow(int most) {
        this.most = most;
    }

    /** Whether it has failed so often that it is not to be tried again. */
    boolean areTooMany() {
        return count.get() >= most;
    }

    void succeeded() {
        if (count.get() != 0 && !areTooMany()) { // written seldom: many threads at once read it
            count.set(0);
        }
    }

    /** Notes a failure: runs {@code first} if it is the first in a row, {@code last} if it is one too many. */
    void failed(Runnable first, Runnable last) {
        int failures = count.incrementAndGet();
        if (failures == 1) {
            first.run();
        } else if (failures == most) {
            last.run();
        }
    }
}
