package io.github.tidewatch.agent.span;

/** A task as it waits in the queue of one executor, once or several times. Safe for use by any threads at once. */
final class QueuedTask {
    private long since;
    private int outstanding;

    /** Whether it waited more than once at a time since it was last known not to wait: which of them is taken is not known. */
    private boolean ambiguous;

    /** It is put into the queue. Answers whether it is noted here; if not, it was just taken for the last time. */
    synchronized boolean add(long now) {
        if (outstanding < 0) {
            return false;
        }
        ambiguous |= outstanding > 0;
        since = now;
        outstanding++;
        return true;
    }

    /** It is out of the queue. Answers since when it was in it, or {@link TaskQueues#UNKNOWN}. */
    synchronized long take() {
        if (outstanding <= 0) {
            return TaskQueues.UNKNOWN;
        }
        outstanding = outstanding == 1 ? -1 : outstanding - 1;
        return ambiguous ? TaskQueues.UNKNOWN : since;
    }

    synchronized boolean isOut() {
        return outstanding < 0;
    }
}
