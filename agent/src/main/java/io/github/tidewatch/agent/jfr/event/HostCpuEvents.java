package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.host.CpuSet;
import io.github.tidewatch.host.CpuTimes;
import io.github.tidewatch.host.CpuTimesFile;
import java.util.function.LongSupplier;

/** What the CPUs of the host did. */
public final class HostCpuEvents extends HostEvents {
    /** The CPUs that the process may use are read in one of so many intervals. */
    private static final int ROUND = 10;

    private final CpuTimesFile file;
    private final LongSupplier cpuClock;
    private final HostCpuEvent event = new HostCpuEvent();
    private final String task;
    private CpuTimes before = new CpuTimes();
    private CpuTimes now = new CpuTimes();
    private boolean known;
    private boolean knownBefore;
    private long own;
    private long ownBefore;
    private CpuSet usable;
    private int reads;

    /**
     * Of a file.
     *
     * @param cpuClock the CPU time of this process in nanoseconds
     */
    public HostCpuEvents(CpuTimesFile file, LongSupplier cpuClock) {
        super(new HostCpuEvent());
        this.file = file;
        this.cpuClock = cpuClock;
        this.task = "/proc/self/task/" + ProcessHandle.current().pid();
    }

    @Override
    void read() {
        known = file.read(now);
        own = cpuClock.getAsLong();
        if (reads++ % ROUND == 0) {
            usable = CpuSet.ofTask(task);
        }
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
        if (!known || !knownBefore || usable == null || now.runnable() == CpuTimes.UNKNOWN) {
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
