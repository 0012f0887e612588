package io.github.tidewatch.causes;

import io.github.tidewatch.host.CpuSet;
import io.github.tidewatch.host.CpuTimes;

/** What a set of CPUs did in an interval, in nanoseconds. */
final class CpuUse {
    final CpuSet cpus;
    int count;

    /** By tasks and interrupts, anybody's. */
    long busy;

    long steal;
    long idle;

    /** On-CPU time of this process' threads there. */
    long own;

    CpuUse(CpuSet cpus) {
        this.cpus = cpus;
    }

    /** Takes over what the CPUs of the set that were there all the time did between two readings. */
    void take(CpuTimes before, CpuTimes now) {
        count = 0;
        busy = 0;
        steal = 0;
        idle = 0;
        own = 0;
        for (int cpu = 0; cpu < now.end(); cpu++) {
            if (now.has(cpu) && before.has(cpu) && (cpus == null || cpus.has(cpu))) {
                count++;
                busy += Math.max(0, now.busy(cpu) - before.busy(cpu)) + Math.max(0, now.irq(cpu) - before.irq(cpu));
                steal += Math.max(0, now.steal(cpu) - before.steal(cpu));
                idle += Math.max(0, now.idle(cpu) - before.idle(cpu)); // the kernel may take some back (proc_stat(5))
            }
        }
    }
}
