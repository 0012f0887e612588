package io.github.tidewatch.causes;

import io.github.tidewatch.cgroup.CpuBandwidth;
import io.github.tidewatch.cgroup.CpuBandwidths;
import io.github.tidewatch.host.CpuTimes;
import io.github.tidewatch.host.CpuTimesFile;
import io.github.tidewatch.host.ProcessTimeFile;
import io.github.tidewatch.linux.ProcessCpuClock;
import io.github.tidewatch.linux.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the host's and the groups' counters did in an interval. Keeps files open between {@link #open} and {@link #close} only.
 * Not safe for use by several threads at once.
 */
public final class HostCounters implements Closeable {
    private static final long DEFAULT_PERIOD = 100_000_000;

    /** What is not known. */
    static final long UNKNOWN = -1;

    /** The group's own and its ancestors' counters of throttling may differ by so much without a hidden ancestor. */
    private static final double SAME = 0.9;

    private final Supplier<CpuTimesFile> timesFile;
    private final Supplier<CpuBandwidths> groupFiles;
    private final LongSupplier clock;
    private final String process;

    /** Null if the file is read. */
    private final LongSupplier processClock;

    private CpuTimesFile times;
    private CpuBandwidths bandwidths;
    private ProcessTimeFile processTimeFile;
    private long processTime = UNKNOWN;
    private long processTimeBefore = UNKNOWN;
    private CpuTimes before = new CpuTimes();
    private CpuTimes now = new CpuTimes();
    private boolean timesBefore;
    private boolean timesNow;
    private long readAt;
    private long begin;
    private boolean asked;
    private boolean hasTimes;
    private boolean hasBandwidth;

    /**
     * By what opens the files; the first gives null where there is none.
     *
     * @param processClock the CPU time of the process; null to read it from its directory
     */
    HostCounters(
            Supplier<CpuTimesFile> timesFile,
            Supplier<CpuBandwidths> groupFiles,
            String process,
            LongSupplier processClock,
            LongSupplier clock) {
        this.clock = clock;
        this.process = process;
        this.processClock = processClock;
        this.timesFile = timesFile;
        this.groupFiles = groupFiles;
    }

    /** Of this process, with native code if there is any. */
    static HostCounters ofThisProcess(Optional<SystemCalls> calls) {
        return of("self", calls.map(ProcessCpuClock::by).orElse(null));
    }

    /** Of another process. */
    static HostCounters of(String pid) {
        return of(pid, null);
    }

    private static HostCounters of(String pid, LongSupplier processClock) {
        return new HostCounters(
                HostCounters::openTimes, () -> CpuBandwidths.of(pid), "/proc/" + pid, processClock, System::nanoTime);
    }

    private static CpuTimesFile openTimes() {
        try {
            return CpuTimesFile.open();
        } catch (IOException e) {
            return null;
        }
    }

    /** Opens what this host has. */
    void open() {
        if (bandwidths == null) {
            times = timesFile.get();
            bandwidths = groupFiles.get();
            processTimeFile = openProcessTime();
        }
    }

    private ProcessTimeFile openProcessTime() {
        try {
            return processClock != null ? null : ProcessTimeFile.open(process);
        } catch (IOException e) {
            return null;
        }
    }

    /** Finds out, once, what can be known here. */
    private void ask() {
        if (!asked) {
            asked = true;
            boolean wasOpen = bandwidths != null;
            open();
            hasTimes = times != null && times.read(new CpuTimes());
            hasBandwidth = bandwidths.isKnown() || bandwidths.isLimited();
            if (!wasOpen) {
                close();
            }
        }
    }

    /** Reads all: an interval may end here. */
    public void read() {
        readAt = clock.getAsLong();
        timesNow = times != null && times.read(now);
        bandwidths.read();
        processTime = readProcessTime();
    }

    private long readProcessTime() {
        if (processClock != null) {
            return processClock.getAsLong();
        }
        return processTimeFile == null ? UNKNOWN : processTimeFile.read();
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
        processTimeBefore = processTime;
    }

    /** When the interval began, by {@link System#nanoTime}. */
    long begin() {
        return begin;
    }

    /** For how long the interval has lasted now. */
    long age() {
        return clock.getAsLong() - begin;
    }

    /** Length of the interval up to the last read. */
    long length() {
        return readAt - begin;
    }

    /** CPU time of the whole process in the interval; 0 if it is not known. */
    long processTime() {
        return processTime == UNKNOWN || processTimeBefore == UNKNOWN ? 0 : processTime - processTimeBefore;
    }

    /** Whether the host's counters of CPUs can be known here. */
    public boolean hasTimes() {
        ask();
        return hasTimes;
    }

    /**
     * Whether it can be known here how long a quota held back the process: at least that of a group that is visible, which is
     * all of it unless another ancestor is hidden and the kernel has no {@code cpu.stat.local}. As it was when first asked.
     */
    public boolean hasBandwidth() {
        ask();
        return hasBandwidth;
    }

    /** Takes over what a set of CPUs did in the interval; returns whether that is known. */
    boolean take(CpuUse use) {
        if (timesBefore && timesNow) {
            use.take(before, now);
            return use.count > 0;
        }
        return false;
    }

    /** An array with a place for each CPU: the given one if it is large enough. */
    double[] placeForEachCpu(double[] byCpu) {
        return byCpu.length >= now.end() ? byCpu : new double[now.end()];
    }

    /** As {@link CpuUse#spread}. */
    void spread(CpuUse use, double[] byCpu) {
        use.spread(before, now, byCpu);
    }

    /** As {@link CpuUse#takeOwn}. */
    void takeOwn(CpuUse use, double[] byCpu) {
        use.takeOwn(before, now, byCpu);
    }

    /**
     * For how long queues of CPUs with tasks of the process were held back in the interval, in sum over CPUs. Where the kernel
     * does not say so of the own group's tasks, that of the group that was throttled most, be it an ancestor with other groups
     * below it. {@link #UNKNOWN} of an interval in which the process was moved to other groups, or they could not be read.
     */
    long throttled() {
        if (bandwidths.hasFailed()) {
            return UNKNOWN;
        }
        List<CpuBandwidth> groups = bandwidths.groups();
        long most = 0;
        for (int i = 0; i < groups.size(); i++) {
            CpuBandwidth group = groups.get(i);
            if (i == 0 && group.hasLocal()) {
                return group.localThrottledTime();
            }
            if (group.throttledTime() == CpuBandwidth.UNKNOWN) {
                return UNKNOWN;
            }
            most = Math.max(most, group.throttledTime());
        }
        return most;
    }

    /**
     * Of the interval, the periods in which that was, at most; its length if that is not known, as where a hidden ancestor
     * held it back.
     */
    long throttledSpan() {
        long span = 0;
        long visible = 0;
        for (int i = 0; i < bandwidths.groups().size(); i++) {
            CpuBandwidth group = bandwidths.groups().get(i);
            if (group.throttledPeriods() > 0 && group.period() > 0) {
                // Where each of its periods was throttled, what is left of the interval at its ends was, too.
                boolean all = group.throttledPeriods() >= group.periods();
                span += (group.throttledPeriods() + (all ? 1 : 0)) * group.period(); // perhaps not the same periods
                visible += Math.max(0, group.throttledTime());
            }
        }
        boolean hidden = visible < SAME * throttled();
        return span == 0 || hidden ? length() : Math.min(span, length());
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
            times = null;
        }
        if (bandwidths != null) {
            bandwidths.close();
            bandwidths = null;
        }
        if (processTimeFile != null) {
            processTimeFile.close();
            processTimeFile = null;
        }
    }
}
