package io.github.tidewatch.procfs;

/**
 * {@code /proc/PID/task/TID/schedstat} (Documentation/scheduler/sched-stats.rst): three counters that need neither
 * privilege nor delay accounting. Zero for all on a kernel without {@code CONFIG_SCHED_INFO}.
 */
public final class SchedStat {
    private final Fields fields = new Fields();
    private long onCpu;
    private long runDelay;
    private long timeslices;

    /**
     * Takes over the values in {@code bytes}.
     *
     * @throws ProcFormatException if they are not of this format
     */
    public void parse(byte[] bytes, int length) {
        fields.over(bytes, 0, length);
        onCpu = fields.number();
        runDelay = fields.number();
        timeslices = fields.number();
    }

    /** Time spent on a CPU, ns ({@code se.sum_exec_runtime}). */
    public long onCpu() {
        return onCpu;
    }

    /** Time spent runnable but waiting for a CPU, ns ({@code sched_info.run_delay}). */
    public long runDelay() {
        return runDelay;
    }

    /** How many times the thread was put on a CPU ({@code sched_info.pcount}). */
    public long timeslices() {
        return timeslices;
    }
}
