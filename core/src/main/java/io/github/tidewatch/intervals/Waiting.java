package io.github.tidewatch.intervals;

/** What a thread waits for at the end of the interval. */
public enum Waiting {
    /** It runs, sleeps, or its state was not sampled. */
    NOTHING,
    /** It is runnable and not on a CPU (state R). */
    CPU,
    /** It is in an uninterruptible wait for I/O (state D). */
    DISK
}
