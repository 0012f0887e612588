package io.github.tidewatch.causes;

import io.github.tidewatch.host.CpuSet;
import io.github.tidewatch.host.CpuTimes;

/** What a set of CPUs did in an interval, in nanoseconds. */
final class CpuUse {
    /** Null is all. */
    final CpuSet cpus;

    /** How many of them were online all the time. */
    int count;

    /** By tasks and interrupts, anybody's. */
    long busy;

    long steal;
    long idle;

    /** On-CPU time of this process' threads there. */
    long own;

    /** What threads that may run just there used, here or elsewhere. */
    long added;

    /** Whether any thread of the interval may run just there. */
    boolean used;

    /** Whether it is known what the set did. */
    boolean known;

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
            if (hasOnline(before, now, cpu)) {
                count++;
                busy += Math.max(0, now.busy(cpu) - before.busy(cpu)) + Math.max(0, now.irq(cpu) - before.irq(cpu));
                steal += Math.max(0, now.steal(cpu) - before.steal(cpu));
                idle += Math.max(0, now.idle(cpu) - before.idle(cpu)); // the kernel may take some back (proc_stat(5))
            }
        }
    }

    /** Spreads what its threads used over its CPUs. */
    void spread(CpuTimes before, CpuTimes now, double[] byCpu) {
        for (int cpu = 0; cpu < now.end() && count > 0; cpu++) {
            if (hasOnline(before, now, cpu)) {
                byCpu[cpu] += (double) added / count;
            }
        }
    }

    /** Takes its part of what all threads used. */
    void takeOwn(CpuTimes before, CpuTimes now, double[] byCpu) {
        double sum = 0;
        for (int cpu = 0; cpu < now.end(); cpu++) {
            sum += hasOnline(before, now, cpu) ? byCpu[cpu] : 0;
        }
        own = (long) sum;
    }

    private boolean hasOnline(CpuTimes before, CpuTimes now, int cpu) {
        return now.has(cpu) && before.has(cpu) && (cpus == null || cpus.has(cpu));
    }
}
