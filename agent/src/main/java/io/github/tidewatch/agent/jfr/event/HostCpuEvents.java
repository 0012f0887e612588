package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.host.CpuSet;
import io.github.tidewatch.host.CpuTimes;
import io.github.tidewatch.host.CpuTimesFile;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the CPUs of the host did. */
public final class HostCpuEvents extends HostEvents {
    /** What the clock of the process says when it cannot be read. */
    public static final long UNKNOWN = -1;

    private final Supplier<CpuTimesFile> files;
    private final Supplier<CpuSet> usableCpus;
    private final LongSupplier cpuClock;
    private final HostCpuEvent event = new HostCpuEvent();
    private CpuTimesFile file;
    private CpuTimes before = new CpuTimes();
    private CpuTimes now = new CpuTimes();
    private boolean known;
    private boolean knownBefore;
    private long own;
    private long ownBefore;
    private CpuSet usable;

    /**
     * Of a file.
     *
     * @param files opens it; gives null if that fails
     * @param usableCpus where this process may run now; gives null if that cannot be read
     * @param cpuClock the CPU time of this process in nanoseconds, or {@link #UNKNOWN}
     */
    public HostCpuEvents(Supplier<CpuTimesFile> files, Supplier<CpuSet> usableCpus, LongSupplier cpuClock) {
        super(new HostCpuEvent());
        this.files = files;
        this.usableCpus = usableCpus;
        this.cpuClock = cpuClock;
    }

    @Override
    void openFiles() {
        file = files.get();
    }

    @Override
    void closeFiles() {
        if (file != null) {
            file.close();
        }
    }

    @Override
    void read() {
        known = file != null && file.read(now);
        own = cpuClock.getAsLong();
        usable = usableCpus.get();
    }

    @Override
    void advance() {
        CpuTimes spare = before;
        before = now;
        now = spare;
        knownBefore = known;
        ownBefore = own;
    }

    @Override
    void commit(long length) {
        boolean ownKnown = own != UNKNOWN && ownBefore != UNKNOWN;
        if (!known || !knownBefore || !ownKnown || usable == null || now.runnable() == CpuTimes.UNKNOWN) {
            return;
        }
        event.interval = length;
        event.onlineCpus = now.count();
        event.runnableTasks = (int) now.runnable();
        event.usableCpus = 0;
        event.busyTime = 0;
        event.irqTime = 0;
        event.stealTime = 0;
        event.idleTime = 0;
        event.unusableIdleTime = 0;
        for (int cpu = 0; cpu < now.end(); cpu++) {
            if (now.has(cpu) && before.has(cpu)) {
                add(cpu);
            }
        }
        event.ownTime = Math.max(0, own - ownBefore);
        event.ownShare = (float) Math.min(1, (double) event.ownTime / (length * Math.max(1.0, event.usableCpus)));
        commit(event, length);
    }

    private void add(int cpu) {
        long idle = Math.max(0, now.idle(cpu) - before.idle(cpu)); // the kernel may take some back (proc_stat(5))
        if (!usable.has(cpu)) {
            event.unusableIdleTime += idle;
            return;
        }
        event.usableCpus++;
        event.idleTime += idle;
        event.busyTime += Math.max(0, now.busy(cpu) - before.busy(cpu));
        event.irqTime += Math.max(0, now.irq(cpu) - before.irq(cpu));
        event.stealTime += Math.max(0, now.steal(cpu) - before.steal(cpu));
    }
}
