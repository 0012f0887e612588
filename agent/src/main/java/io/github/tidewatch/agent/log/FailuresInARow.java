package io.github.tidewatch.agent.log;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts failures of an action with no success between them: what keeps failing is switched off. Safe for use by all threads. */
public final class FailuresInARow {
    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean any = new AtomicBoolean();

    /** Of an action that is not tried again after {@code most} failures in a row. */
    public FailuresInARow(int most) {
        this.most = most;
    }

    /** Whether it has failed so often that it is not to be tried again. */
    public boolean areTooMany() {
        return count.get() >= most;
    }

    /** Notes a success. */
    public void succeeded() {
        if (count.get() != 0 && !areTooMany()) { // written seldom: many threads at once read it
            count.set(0);
        }
    }

    /** Notes a failure: runs {@code first} if it is the very first, {@code last} if it is one too many in a row. */
    public void failed(Runnable first, Runnable last) {
        int failures = count.incrementAndGet();
        if (any.compareAndSet(false, true)) {
            first.run();
        } else if (failures == most) {
            last.run();
        }
    }
}
