package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.TaskCounters;

/** How long one task was neither on a CPU nor in a delay that the kernel counts, from one stretch between samples to the next. */
final class OffCpuTime {
    private final TaskCounters counters;
    private long onCpu;
    private long delays;

    OffCpuTime(TaskCounters counters) {
        this.counters = counters;
    }

    /** The first stretch begins with the present counters; without this call, with zero. */
    void begin() {
        onCpu = counters.get(Quantity.ON_CPU);
        delays = delays();
    }

    /** Whether the task has not run in the present stretch. */
    boolean isStill() {
        return counters.get(Quantity.ON_CPU) == onCpu;
    }

    /** What it has waited in a stretch of this length in nanoseconds, as a weight: not 0. The next one begins. */
    long take(long length) {
        long ran = counters.get(Quantity.ON_CPU) - onCpu;
        long busy = ran + delays() - delays;
        begin();
        // The kernel can claim more delay than there was time.
        return Math.max(1, length - (busy > length ? ran : busy));
    }

    private long delays() {
        return counters.get(Quantity.CPU_DELAY) + counters.get(Quantity.BLOCK_IO_DELAY);
    }
}
