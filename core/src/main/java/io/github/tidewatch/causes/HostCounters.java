package io.github.tidewatch.causes;

import io.github.tidewatch.cgroup.CpuBandwidth;
import io.github.tidewatch.cgroup.CpuBandwidths;
import io.github.tidewatch.host.CpuTimes;
import io.github.tidewatch.host.CpuTimesFile;
import java.io.Closeable;
import java.io.IOException;

/**
 * What the host's and the groups' counters did in an interval. Not safe for use by several threads at once.
 */
public final class HostCounters implements Closeable {
    private static final long DEFAULT_PERIOD = 100_000_000;

    private final CpuTimesFile times;
    private final CpuBandwidths bandwidths;
    private CpuTimes before = new CpuTimes();
    private CpuTimes now = new CpuTimes();
    private boolean timesBefore;
    private boolean timesNow;
    private long readAt;
    private long begin;

    private HostCounters(CpuTimesFile times, CpuBandwidths bandwidths) {
        this.times = times;
        this.bandwidths = bandwidths;
    }

    /** Of a process, by its pid or "self": opens what this host has. */
    public static HostCounters of(String pid) {
        CpuTimesFile times;
        try {
            times = CpuTimesFile.open();
        } catch (IOException e) {
            times = null;
        }
        return new HostCounters(times, CpuBandwidths.of(pid));
    }

    /** Reads all: an interval may end here. */
    public void read() {
        readAt = System.nanoTime();
        timesNow = times != null && times.read(now);
        bandwidths.read();
    }

    /** An interval begins with what was read last. */
    void advance() {
        CpuTimes spare = before;
        before = now;
        now = spare;
        timesBefore = timesNow;
        timesNow = false;
        begin = readAt;
        bandwidths.advance();
    }

    /** When the interval began, by {@link System#nanoTime}. */
    long begin() {
        return begin;
    }

    /** Length of the interval up to the last read. */
    long length() {
        return readAt - begin;
    }

    /** Whether the host's counters of CPUs can be known here. */
    public boolean hasTimes() {
        return times != null;
    }

    /** Whether it can be known here how long a quota held back the process. */
    public boolean hasBandwidth() {
        return bandwidths.isKnown();
    }

    /** Takes over what a set of CPUs did in the interval; returns whether that is known. */
    boolean take(CpuUse use) {
        if (timesBefore && timesNow) {
            use.take(before, now);
            return use.count > 0;
        }
        return false;
    }

    /**
     * For how long queues of CPUs with tasks of the process were held back in the interval, in sum over CPUs. Where the kernel
     * does not say so of the own group's tasks, that of the group that was throttled most, be it an ancestor with other groups
     * below it.
     */
    long throttled() {
        long most = 0;
        for (int i = 0; i < bandwidths.groups().size(); i++) {
            CpuBandwidth group = bandwidths.groups().get(i);
            if (i == 0 && group.localThrottledTime() != CpuBandwidth.UNKNOWN) {
                return group.localThrottledTime();
            }
            most = Math.max(most, group.throttledTime());
        }
        return most;
    }

    /** Of the interval, the periods in which that was; its length if that is not known. */
    long throttledSpan() {
        long span = 0;
        for (int i = 0; i < bandwidths.groups().size(); i++) {
            CpuBandwidth group = bandwidths.groups().get(i);
            if (group.throttledPeriods() > 0 && group.period() > 0) {
                // Where each of its periods was throttled, what is left of the interval at its ends was, too.
                boolean all = group.throttledPeriods() >= group.periods();
                span = Math.max(span, (group.throttledPeriods() + (all ? 1 : 0)) * group.period());
            }
        }
        return span == 0 ? length() : Math.min(span, length());
    }

    /** How many periods these were; if that is not known, as many as there are by the kernel's default. */
    long throttledPeriods() {
        long most = 0;
        for (int i = 0; i < bandwidths.groups().size(); i++) {
            most = Math.max(most, bandwidths.groups().get(i).throttledPeriods());
        }
        return most > 0 ? most : Math.max(1, length() / DEFAULT_PERIOD);
    }

    @Override
    public void close() {
        if (times != null) {
            times.close();
        }
        bandwidths.close();
    }
}
