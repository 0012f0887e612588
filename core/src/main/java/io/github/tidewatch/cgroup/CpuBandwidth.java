package io.github.tidewatch.cgroup;

import io.github.tidewatch.procfs.KeyedValues;
import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * How much CPU time one group may use, and how often it was throttled since it was made (Documentation/scheduler/sched-bwc.rst):
 * {@code cpu.stat}, {@code cpu.stat.local} (from Linux 6.6 on) and the files of its quota, kept open. Reading makes no
 * objects. What is not known is {@link #UNKNOWN}; times are in nanoseconds. Not safe for use by several threads at once.
 */
public final class CpuBandwidth implements Closeable {
    /** What is not known. */
    public static final long UNKNOWN = KeyedValues.UNKNOWN;

    private static final long NANOS_PER_MICRO = 1000;
    private static final byte[] PERIODS = KeyedValues.key("nr_periods");
    private static final byte[] THROTTLED = KeyedValues.key("nr_throttled");
    private static final byte[] BURSTS = KeyedValues.key("nr_bursts");

    private final String group;
    private final byte[] throttledKey;
    private final byte[] burstKey;
    private final long unit;
    private final ProcFile stat;
    private final ProcFile local;
    private final ProcFile quotaFile;
    private final ProcFile periodFile;
    private final ProcFile burstFile;
    private final ProcBuffer buffer = new ProcBuffer(1024);

    private long quota;
    private long period;
    private long burst;
    private long periods;
    private long throttledPeriods;
    private long throttledTime;
    private long localThrottledTime;
    private long bursts;
    private long burstTime;

    private long periodsBefore = UNKNOWN;
    private long throttledPeriodsBefore = UNKNOWN;
    private long throttledTimeBefore = UNKNOWN;
    private long localThrottledTimeBefore = UNKNOWN;
    private long burstsBefore = UNKNOWN;
    private long burstTimeBefore = UNKNOWN;
    private boolean limitKnown;

    private CpuBandwidth(Cgroup group, boolean recent) throws IOException {
        boolean v2 = group.version() == 2;
        this.group = group.path();
        this.throttledKey = KeyedValues.key(v2 ? "throttled_usec" : "throttled_time");
        this.burstKey = KeyedValues.key(v2 ? "burst_usec" : "burst_time");
        this.unit = v2 ? NANOS_PER_MICRO : 1;
        List<ProcFile> opened = new ArrayList<>();
        try {
            this.stat = open(group, "cpu.stat", recent, opened);
            this.local = open(group, "cpu.stat.local", recent, opened);
            this.quotaFile = open(group, v2 ? "cpu.max" : "cpu.cfs_quota_us", recent, opened);
            this.periodFile = v2 ? null : open(group, "cpu.cfs_period_us", recent, opened);
            this.burstFile = open(group, v2 ? "cpu.max.burst" : "cpu.cfs_burst_us", recent, opened);
        } catch (IOException e) {
            opened.forEach(ProcFile::close);
            throw e;
        }
    }

    /**
     * Opens the files of a group; null if it has no bandwidth: it is a root, or lacks the controller.
     *
     * @param recent whether others read them for the same interval: what they said up to 2 ms ago is not asked again
     * @throws IOException if the files are there, but cannot be opened: no descriptor, or no right
     */
    public static CpuBandwidth open(Cgroup group, boolean recent) throws IOException {
        CpuBandwidth opened = new CpuBandwidth(group, recent);
        opened.read();
        if (opened.throttledPeriods != UNKNOWN || opened.localThrottledTime != UNKNOWN) {
            return opened;
        }
        opened.close();
        return null;
    }

    /** Null if there is no such file. */
    private static ProcFile open(Cgroup group, String name, boolean recent, List<ProcFile> opened) throws IOException {
        String path = group.file(name).toString();
        try {
            ProcFile file = recent ? ProcFile.openRecent(path) : ProcFile.openShared(path);
            opened.add(file);
            return file;
        } catch (IOException e) {
            if (Files.notExists(group.file(name))) {
                return null;
            }
            throw e;
        }
    }

    /** Changes are since now, as it was read last. */
    public void advance() {
        periodsBefore = periods;
        throttledPeriodsBefore = throttledPeriods;
        throttledTimeBefore = throttledTime;
        localThrottledTimeBefore = localThrottledTime;
        burstsBefore = bursts;
        burstTimeBefore = burstTime;
    }

    /** Reads what the files say now. */
    public void read() {
        boolean known = fill(stat);
        periods = known ? find(PERIODS) : UNKNOWN;
        throttledPeriods = known ? find(THROTTLED) : UNKNOWN;
        throttledTime = known ? KeyedValues.times(find(throttledKey), unit) : UNKNOWN;
        bursts = known ? find(BURSTS) : UNKNOWN;
        burstTime = known ? KeyedValues.times(find(burstKey), unit) : UNKNOWN;
        localThrottledTime = fill(local) ? KeyedValues.times(find(throttledKey), unit) : UNKNOWN;
        readLimit();
    }

    /** {@code cpu.max} has quota and period, each file of version 1 has one; "max" and -1 are no numbers. */
    private void readLimit() {
        limitKnown = fill(quotaFile);
        quota = limitKnown
                ? KeyedValues.times(KeyedValues.number(buffer.bytes(), 0, buffer.length()), NANOS_PER_MICRO)
                : UNKNOWN;
        period = UNKNOWN;
        if (periodFile != null) {
            period = fill(periodFile)
                    ? KeyedValues.times(KeyedValues.number(buffer.bytes(), 0, buffer.length()), NANOS_PER_MICRO)
                    : UNKNOWN;
        } else if (limitKnown) {
            int second = 0;
            while (second < buffer.length() && buffer.bytes()[second] != ' ') {
                second++;
            }
            period =
                    KeyedValues.times(KeyedValues.number(buffer.bytes(), second + 1, buffer.length()), NANOS_PER_MICRO);
        }
        burst = fill(burstFile)
                ? KeyedValues.times(KeyedValues.number(buffer.bytes(), 0, buffer.length()), NANOS_PER_MICRO)
                : UNKNOWN;
    }

    private boolean fill(ProcFile file) {
        try {
            if (file != null) {
                file.read(buffer);
                return true;
            }
            return false;
        } catch (IOException e) {
            return false; // the group is gone
        }
    }

    private long find(byte[] key) {
        return KeyedValues.find(buffer.bytes(), buffer.length(), key);
    }

    /** The group's path in its hierarchy. */
    public String group() {
        return group;
    }

    /** How many CPUs its quota is; 0 if it has none. */
    public double cpus() {
        return quota > 0 && period > 0 ? (double) quota / period : 0;
    }

    /** CPU time that it may use in each period; {@link #UNKNOWN} also if it has no quota. */
    public long quota() {
        return quota;
    }

    /** Length of a period. */
    public long period() {
        return period;
    }

    /** Unused quota that it may use later, at most. */
    public long burst() {
        return burst;
    }

    /** Periods in which anything of it ran, since {@link #advance}. */
    public long periods() {
        return change(periods, periodsBefore);
    }

    /** Periods in which its quota was used up, since {@link #advance}. */
    public long throttledPeriods() {
        return change(throttledPeriods, throttledPeriodsBefore);
    }

    /**
     * For how long its own quota held back CPUs' queues since {@link #advance}, in sum over CPUs: neither wall-clock time nor
     * threads' time.
     */
    public long throttledTime() {
        return change(throttledTime, throttledTimeBefore);
    }

    /**
     * For how long tasks of its own, not of a group below, were held back by its own or an ancestor's quota since the read
     * before, in sum over CPUs; the ancestor may be hidden.
     */
    public long localThrottledTime() {
        return change(localThrottledTime, localThrottledTimeBefore);
    }

    /** Periods in which it used more than its quota, since {@link #advance}. */
    public long bursts() {
        return change(bursts, burstsBefore);
    }

    /** CPU time that it used beyond its quota, since {@link #advance}. */
    public long burstTime() {
        return change(burstTime, burstTimeBefore);
    }

    /** Whether it is known how long tasks of its own were held back, by whichever quota. */
    public boolean hasLocal() {
        return localThrottledTime != UNKNOWN;
    }

    /** Whether the group's files could be read at both ends of the interval: else what is not known would look like zero. */
    public boolean isIntervalKnown() {
        return (quotaFile == null || limitKnown)
                && periods() != UNKNOWN
                && throttledPeriods() != UNKNOWN
                && throttledTime() != UNKNOWN
                && (local == null || localThrottledTime() != UNKNOWN);
    }

    /** Whether the kernel has bursts. */
    public boolean hasBurst() {
        return burst != UNKNOWN && bursts != UNKNOWN;
    }

    private static long change(long now, long before) {
        return now == UNKNOWN || before == UNKNOWN || now < before ? UNKNOWN : now - before;
    }

    @Override
    public void close() {
        close(stat);
        close(local);
        close(quotaFile);
        close(periodFile);
        close(burstFile);
    }

    private static void close(ProcFile file) {
        if (file != null) {
            file.close();
        }
    }
}
