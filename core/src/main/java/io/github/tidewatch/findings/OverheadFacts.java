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

    public long passes() {
        return passes;
    }

    public long threadsSampled() {
        return threadsSampled;
    }

    public long queriesFailed() {
        return queriesFailed;
    }

    public long repliesLost() {
        return repliesLost;
    }

    public OptionalLong cpuTime() {
        return cpuTime;
    }

    public long stretch() {
        return stretch;
    }
}
