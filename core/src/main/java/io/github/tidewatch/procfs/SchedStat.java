package io.github.tidewatch.procfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
     * Reads a file of this format, with an object more for each: for where this is seldom done.
     *
     * @throws IOException if it cannot be read, as when the task has ended, or is not of this format
     */
    public static SchedStat read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        SchedStat schedstat = new SchedStat();
        try {
            schedstat.parse(bytes, bytes.length);
        } catch (ProcFormatException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return schedstat;
    }

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
