package io.github.tidewatch.findings;

/** A thread that a finding names, and by how much it is affected. Immutable. */
public final class AffectedThread {
    private final ThreadTotals thread;
    private final long amount;
    private final double share;

    AffectedThread(ThreadTotals thread, long amount, double share) {
        this.thread = thread;
        this.amount = amount;
        this.share = share;
    }

    /** The thread with all that was recorded of it. */
    public ThreadTotals thread() {
        return thread;
    }

    /** What it lost, in nanoseconds; of findings about events, their number. */
    public long amount() {
        return amount;
    }

    /**
     * What the finding compares with its thresholds: the lost part of the thread's recorded wall-clock time (0 to 1), or
     * the events per second.
     */
    public double share() {
        return share;
    }

    @Override
    public String toString() {
        return thread.toString();
    }
}
