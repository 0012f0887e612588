package io.github.tidewatch.findings;

/** What is summed up per thread. Each is a field of an event, by whose name it goes. */
public enum Amount {
    /** On a CPU in user mode, in nanoseconds, as all times here. */
    USER_TIME("userTime"),
    /** On a CPU in kernel mode. */
    SYSTEM_TIME("systemTime"),
    /** Runnable, but waiting for a CPU. */
    CPU_DELAY("cpuDelay"),
    /** Waiting for block I/O. */
    BLOCK_IO_DELAY("blockIoDelay"),
    /** The voluntary rest. */
    WAIT_TIME("waitTime"),
    /** Of which: waiting for pages from swap. */
    SWAP_IN_DELAY("swapInDelay"),
    /** Of which: freeing memory for an allocation. */
    RECLAIM_DELAY("reclaimDelay"),
    /** Of which: waiting for pages that were evicted shortly before. */
    THRASHING_DELAY("thrashingDelay"),
    /** Of which: compacting memory for an allocation. */
    COMPACTION_DELAY("compactionDelay"),
    /** What the kernel claims beyond what is possible; in none of the parts. */
    DISCARDED_DELAY("discardedDelay"),
    /** Page faults with a read from disk. */
    MAJOR_FAULTS("majorFaults"),
    /** How often the scheduler took the CPU from the thread. */
    INVOLUNTARY_SWITCHES("involuntarySwitches");

    static final int COUNT = values().length;

    private final String field;

    Amount(String field) {
        this.field = field;
    }

    /** The name of the event's field, such as {@code cpuDelay}; the first ten are of {@code tidewatch.ThreadDelay}. */
    public String field() {
        return field;
    }

    /** Whether the kernel counts it only for threads made while delay accounting was on. */
    boolean isByDelayAccounting() {
        switch (this) {
            case BLOCK_IO_DELAY:
            case SWAP_IN_DELAY:
            case RECLAIM_DELAY:
            case THRASHING_DELAY:
            case COMPACTION_DELAY:
                return true;
            default:
                return false;
        }
    }

    /** Whether {@code tidewatch.ThreadUsage} has it, not {@code tidewatch.ThreadDelay}. */
    public boolean isUsage() {
        return this == MAJOR_FAULTS || this == INVOLUNTARY_SWITCHES;
    }
}
