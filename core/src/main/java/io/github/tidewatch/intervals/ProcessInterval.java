package io.github.tidewatch.intervals;

import io.github.tidewatch.rusage.ResourceUsage;

/** What the whole process used between two samples, and its threads. An immutable value; times in nanoseconds. */
public final class ProcessInterval {
    private final long begin;
    private final long length;
    private final ResourceUsage own;
    private final ResourceUsage children;
    private final int threadsAlive;
    private final long threadsStarted;
    private final long threadsEnded;
    private final long unattributedCpuTime;

    ProcessInterval(
            long begin,
            long length,
            ResourceUsage own,
            ResourceUsage children,
            int threadsAlive,
            long threadsStarted,
            long threadsEnded,
            long unattributedCpuTime) {
        this.begin = begin;
        this.length = length;
        this.own = own;
        this.children = children;
        this.threadsAlive = threadsAlive;
        this.threadsStarted = threadsStarted;
        this.threadsEnded = threadsEnded;
        this.unattributedCpuTime = unattributedCpuTime;
    }

    /** When it began, by {@link System#nanoTime}. */
    public long begin() {
        return begin;
    }

    /** Its length. */
    public long length() {
        return length;
    }

    /** What all threads of the process used together, those that have exited included (RUSAGE_SELF). */
    public ResourceUsage own() {
        return own;
    }

    /** What children used that ended and were waited for in the interval (RUSAGE_CHILDREN): over their whole lives. */
    public ResourceUsage children() {
        return children;
    }

    /** How many threads there were at its end. */
    public int threadsAlive() {
        return threadsAlive;
    }

    /** How many threads were found to have started, as far as a sample has seen them or they have reported their exit. */
    public long threadsStarted() {
        return threadsStarted;
    }

    /** How many threads were found to have ended. */
    public long threadsEnded() {
        return threadsEnded;
    }

    /**
     * CPU time of the process that no known thread accounts for: what the JVM and the kernel use to take a thread down
     * when it has reported its exit, and threads that no sample has found and that could not report.
     */
    public long unattributedCpuTime() {
        return unattributedCpuTime;
    }
}
