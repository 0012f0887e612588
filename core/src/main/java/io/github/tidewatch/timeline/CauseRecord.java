package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.metrics.CpuDelayCause;

/**
 * What one record says of why the threads of a group did not get a CPU. Filled by the reader again for each record. Times are
 * nanoseconds, of {@link #begin} and {@link #end} since 1970.
 */
public final class CauseRecord {
    /** What stands for a part that a record does not have. */
    public static final long UNKNOWN = DelayCauseTotals.UNKNOWN;

    /** The group of which it is. */
    public String threadGroup;
    /** When the interval began. */
    public long begin;
    /** When it ended. */
    public long end;
    /** For how long the threads of the group waited for a CPU, in sum. */
    public long cpuDelay;
    /** Empty or null if it is unknown. */
    public String mostCpuGroup;

    private final long[] parts = new long[CpuDelayCause.values().length];

    /** Whether it can be so: a damaged recording may say anything. */
    public boolean isSensible() {
        return RecordedTimes.isSensible(begin, end) && DelayCauseTotals.isSensible(threadGroup, cpuDelay, this::get);
    }

    /** What the record says of a cause, or {@link #UNKNOWN}. */
    public void set(CpuDelayCause cause, long part) {
        parts[cause.ordinal()] = part;
    }

    /** What the record says of a cause, or {@link #UNKNOWN}. */
    public long get(CpuDelayCause cause) {
        return parts[cause.ordinal()];
    }
}
