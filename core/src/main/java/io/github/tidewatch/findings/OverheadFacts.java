package io.github.tidewatch.findings;

import java.util.OptionalLong;

/** What the records of {@code tidewatch.Overhead} say together. Immutable; the CPU time in nanoseconds. */
public final class OverheadFacts {
    private final long passes;
    private final long threadsSampled;
    private final long queriesFailed;
    private final long repliesLost;
    private final OptionalLong cpuTime;
    private final long stretch;

    /**
     * The sums of the fields of these names, of {@code stretch} the greatest; the CPU time is empty where the events do not
     * have it, and the stretch is 1 where they do not.
     */
    public OverheadFacts(
            long passes,
            long threadsSampled,
            long queriesFailed,
            long repliesLost,
            OptionalLong cpuTime,
            long stretch) {
        this.passes = passes;
        this.threadsSampled = threadsSampled;
        this.queriesFailed = queriesFailed;
        this.repliesLost = repliesLost;
        this.cpuTime = cpuTime;
        this.stretch = stretch;
    }

    /** Sampling passes over all threads. */
    public long passes() {
        return passes;
    }

    /** Threads sampled, in sum over the passes. */
    public long threadsSampled() {
        return threadsSampled;
    }

    /** Queries that failed for another reason than the end of the thread. */
    public long queriesFailed() {
        return queriesFailed;
    }

    /** Replies of the kernel that were lost. */
    public long repliesLost() {
        return repliesLost;
    }

    /** What sampling took, in nanoseconds of CPU time; empty if unknown. */
    public OptionalLong cpuTime() {
        return cpuTime;
    }

    /** How many periods an interval took, at most. */
    public long stretch() {
        return stretch;
    }
}
