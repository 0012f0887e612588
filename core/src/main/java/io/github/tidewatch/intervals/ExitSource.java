package io.github.tidewatch.intervals;

/** How the last counters of a thread that has exited came to be known. */
public enum ExitSource {
    /** The thread itself read them when it exited. */
    THREAD,
    /** The kernel reported them when the task was gone from everywhere else. */
    KERNEL,
    /** They are those of the last sample; what came after it is not known. */
    SAMPLER
}
