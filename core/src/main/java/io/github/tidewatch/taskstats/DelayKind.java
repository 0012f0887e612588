package io.github.tidewatch.taskstats;

/**
 * What a task can be delayed by. Only {@link #CPU}, {@link #BLOCK_IO} and time on a CPU are disjoint; swap-in and
 * thrashing are part of block I/O on kernels since 5.19, and the others lie partly or wholly within time on a CPU.
 *
 * <p>All but {@link #CPU} are counted only for tasks that started while delay accounting was on
 * (sysctl {@code kernel.task_delayacct}).
 */
public enum DelayKind {
    /** Runnable, but waiting for a CPU. */
    CPU("cpu", "CPU"),
    /** Waiting for block I/O. */
    BLOCK_IO("block I/O", "BLKIO"),
    /** Waiting for pages being swapped in. */
    SWAP_IN("swap-in", "SWAPIN"),
    /** In direct reclaim of memory. */
    RECLAIM("reclaim", "FREEPAGES"),
    /** Waiting for pages that were evicted while in use; since version 9. */
    THRASHING("thrashing", "THRASHING"),
    /** In direct compaction of memory; since version 11. */
    COMPACTION("compaction", "COMPACT"),
    /** In copies of write-protected pages; since version 13. */
    WRITE_PROTECT_COPY("write-protect copy", "WPCOPY"),
    /** Interrupted; since version 14. */
    IRQ("interrupts", "IRQ");

    final String label;
    final TaskStatsField count;
    final TaskStatsField total;
    final TaskStatsField max;
    final TaskStatsField min;
    final TaskStatsField maxTime;

    DelayKind(String label, String prefix) {
        this.label = label;
        this.count = TaskStatsField.valueOf(prefix + "_COUNT");
        this.total = TaskStatsField.valueOf(prefix + "_DELAY_TOTAL");
        this.max = TaskStatsField.valueOf(prefix + "_DELAY_MAX");
        this.min = TaskStatsField.valueOf(prefix + "_DELAY_MIN");
        this.maxTime = TaskStatsField.valueOf(prefix + "_DELAY_MAX_TS");
    }
}
