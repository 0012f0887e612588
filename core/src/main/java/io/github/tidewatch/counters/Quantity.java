package io.github.tidewatch.counters;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.taskstats.TaskStatsField;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is counted of a thread, over its life, and never decreases. Times in nanoseconds.
 *
 * <p>Each is a counter of one {@link Metric}, but for {@link #ON_CPU}. The kernel's name is that of {@code struct taskstats} (include/uapi/linux/taskstats.h); procfs has the same
 * counters for most.
 */
public enum Quantity {
    /** Time on a CPU, precise. */
    ON_CPU(null, TaskStatsField.CPU_RUN_VIRTUAL_TOTAL),
    /** Time runnable but waiting for a CPU. */
    CPU_DELAY(Metric.CPU_DELAY, TaskStatsField.CPU_DELAY_TOTAL),
    /** How often the thread was put on a CPU. */
    CPU_DELAY_COUNT(Metric.CPU_DELAY_COUNT, TaskStatsField.CPU_COUNT),
    /** Time waiting for block I/O. Needs delay accounting, as all that follow up to {@link #IRQ_DELAY}. */
    BLOCK_IO_DELAY(Metric.BLOCK_IO_DELAY, TaskStatsField.BLKIO_DELAY_TOTAL),
    /** How often the thread waited for block I/O. */
    BLOCK_IO_DELAY_COUNT(Metric.BLOCK_IO_DELAY_COUNT, TaskStatsField.BLKIO_COUNT),
    /** Time waiting for pages to come back from swap; from Linux 5.19 on also part of {@link #BLOCK_IO_DELAY}. */
    SWAP_IN_DELAY(Metric.SWAP_IN_DELAY, TaskStatsField.SWAPIN_DELAY_TOTAL),
    /** Time spent freeing memory for an allocation (direct reclaim); mostly on CPU. */
    RECLAIM_DELAY(Metric.RECLAIM_DELAY, TaskStatsField.FREEPAGES_DELAY_TOTAL),
    /** Time waiting for pages that were evicted a short time ago. */
    THRASHING_DELAY(Metric.THRASHING_DELAY, TaskStatsField.THRASHING_DELAY_TOTAL),
    /** Time spent compacting memory for an allocation; mostly on CPU. From taskstats version 11 on. */
    COMPACTION_DELAY(Metric.COMPACTION_DELAY, TaskStatsField.COMPACT_DELAY_TOTAL),
    /** Time spent copying pages on their first write; on CPU. From taskstats version 13 on. */
    COPY_ON_WRITE_DELAY(Metric.COPY_ON_WRITE_DELAY, TaskStatsField.WPCOPY_DELAY_TOTAL),
    /** Time in which interrupts held the thread's CPU. From taskstats version 14 on. */
    IRQ_DELAY(Metric.IRQ_DELAY, TaskStatsField.IRQ_DELAY_TOTAL),
    /** The part of {@link #ON_CPU} in user mode, split as getrusage(2) does. */
    USER_TIME(Metric.USER_TIME, null),
    /** The part of {@link #ON_CPU} in kernel mode, split as getrusage(2) does. */
    SYSTEM_TIME(Metric.SYSTEM_TIME, null),
    /** Page faults without a read from disk. */
    MINOR_FAULTS(Metric.MINOR_FAULTS, TaskStatsField.AC_MINFLT),
    /** Page faults with a read from disk. */
    MAJOR_FAULTS(Metric.MAJOR_FAULTS, TaskStatsField.AC_MAJFLT),
    /** How often the thread gave up its CPU to wait. */
    VOLUNTARY_SWITCHES(Metric.VOLUNTARY_SWITCHES, TaskStatsField.NVCSW),
    /** How often the scheduler took the CPU from it. */
    INVOLUNTARY_SWITCHES(Metric.INVOLUNTARY_SWITCHES, TaskStatsField.NIVCSW),
    /** Bytes fetched from storage. From here on by procfs {@code io}: taskstats rounds them to multiples of 1024. */
    STORAGE_READ_BYTES(Metric.STORAGE_READ_BYTES, null),
    /** Bytes caused to be sent to storage. */
    STORAGE_WRITE_BYTES(Metric.STORAGE_WRITE_BYTES, null),
    /** Bytes counted as sent to storage that a truncation kept from it. */
    CANCELLED_WRITE_BYTES(Metric.CANCELLED_WRITE_BYTES, null),
    /** Bytes that read calls returned. */
    READ_BYTES(Metric.READ_BYTES, null),
    /** Bytes given to write calls. */
    WRITE_BYTES(Metric.WRITE_BYTES, null),
    /** Number of read calls. */
    READ_CALLS(Metric.READ_CALLS, null),
    /** Number of write calls. */
    WRITE_CALLS(Metric.WRITE_CALLS, null);

    /** How many there are. */
    public static final int COUNT = values().length;

    /** What the kernel counts only for tasks made while delay accounting was on. */
    public static final Set<Quantity> BY_DELAY_ACCOUNTING = of(Metric.BY_DELAY_ACCOUNTING);

    /** What {@code /proc/self/task/TID/io} reports. */
    public static final Set<Quantity> IO = Set.copyOf(EnumSet.range(STORAGE_READ_BYTES, WRITE_CALLS));

    private final Metric metric;
    private final TaskStatsField field;

    Quantity(Metric metric, TaskStatsField field) {
        this.metric = metric;
        this.field = field;
    }

    private static Set<Quantity> of(Set<Metric> metrics) {
        return Stream.of(values())
                .filter(quantity -> metrics.contains(quantity.metric))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The names in events of those that events report, in the order of this enum. */
    public static List<String> fields(Collection<Quantity> quantities) {
        return quantities.stream()
                .sorted()
                .flatMap(quantity -> quantity.metric().stream())
                .map(Metric::field)
                .collect(Collectors.toList());
    }

    /** What events report of it, in the words of all output; empty for {@link #ON_CPU}, of which they have the parts. */
    public Optional<Metric> metric() {
        return Optional.ofNullable(metric);
    }

    /** The field of a taskstats reply that holds this quantity; null if none holds it exactly. */
    public TaskStatsField field() {
        return field;
    }
}
