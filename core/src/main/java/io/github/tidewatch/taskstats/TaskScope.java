package io.github.tidewatch.taskstats;

/** Whose accounting a {@code struct taskstats} is. */
public enum TaskScope {
    /** One task: a thread. */
    THREAD,
    /**
     * A thread group: a process. The kernel fills only the counts and totals of the delays, context switches, CPU
     * time sums and the sum of the elapsed times; all else is 0 in the bytes, or (the longest and shortest delays)
     * that of some single thread, and absent here.
     */
    GROUP
}
