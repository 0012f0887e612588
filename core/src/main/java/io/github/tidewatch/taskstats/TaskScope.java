package io.github.tidewatch.taskstats;

/** Whose accounting a {@code struct taskstats} is. */
public enum TaskScope {
    /** One task: a thread. */
    THREAD,
    /**
     * A thread group: a process. The kernel adds up the counts and totals of the delays, CPU times, context switches
     * and elapsed times; all else is 0 in the bytes, or (the longest and shortest delays) that of some single thread,
     * and absent here.
     *
     * <p>Delays, {@code cpu_run_*} and {@code cpu_count} are those of all tasks that the group ever had. So are elapsed
     * time, {@code ac_utime}, {@code ac_stime} and context switches since "taskstats: retain dead thread stats in TGID
     * queries" (2026, and in stable series since, such as 6.18.44). Before, they are those of the tasks that
     * live, which become less when one ends, and at the group's own end they are not filled: absent here.
     */
    GROUP
}
