package io.github.tidewatch.metrics;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is measured of a thread. Each is a field of the events about threads, by whose name it goes in all output: times in
 * nanoseconds, sizes in bytes.
 */
public enum Metric {
    /** On a CPU in user mode. */
    USER_TIME("userTime", "user", Unit.NANOSECONDS),
    /** On a CPU in kernel mode. */
    SYSTEM_TIME("systemTime", "system", Unit.NANOSECONDS),
    /** Runnable, but waiting for a CPU. */
    CPU_DELAY("cpuDelay", "cpu delay", Unit.NANOSECONDS),
    /** Waiting for block I/O. */
    BLOCK_IO_DELAY("blockIoDelay", "block i/o", Unit.NANOSECONDS),
    /** The voluntary rest. */
    WAIT_TIME("waitTime", "waiting", Unit.NANOSECONDS),
    /** Of the voluntary rest: entering a monitor that another thread has. */
    MONITOR_WAIT("monitorWait", "monitor wait", Unit.NANOSECONDS),
    /** Of the voluntary rest: in {@link Object#wait()}. */
    OBJECT_WAIT("objectWait", "object wait", Unit.NANOSECONDS),
    /** Of the voluntary rest: parked, in locks, queues and pools of java.util.concurrent. */
    PARK_WAIT("parkWait", "park wait", Unit.NANOSECONDS),
    /** Of the voluntary rest: sleeping. */
    SLEEP_WAIT("sleepWait", "sleep wait", Unit.NANOSECONDS),
    /** Of the voluntary rest: for a socket. */
    NETWORK_WAIT("networkWait", "network wait", Unit.NANOSECONDS),
    /** Of the voluntary rest: in a call on a file. */
    FILE_WAIT("fileWait", "file wait", Unit.NANOSECONDS),
    /** Of the voluntary rest: for a pipe, or the end of a child process. */
    PIPE_WAIT("pipeWait", "pipe wait", Unit.NANOSECONDS),
    /** Of the voluntary rest: for the JVM itself. */
    JVM_WAIT("jvmWait", "jvm wait", Unit.NANOSECONDS),
    /** Of the voluntary rest: for anything else. */
    OTHER_WAIT("otherWait", "other wait", Unit.NANOSECONDS),
    /** Of the voluntary rest: what for is not known. */
    UNKNOWN_WAIT("unknownWait", "unknown wait", Unit.NANOSECONDS),
    /** How much of the voluntary rest is certainly of its kind. */
    EXACT_WAIT("exactWait", "exact wait", Unit.NANOSECONDS),
    /** Of which: waiting for pages from swap. */
    SWAP_IN_DELAY("swapInDelay", "swap-in", Unit.NANOSECONDS),
    /** Of which: freeing memory for an allocation. */
    RECLAIM_DELAY("reclaimDelay", "reclaim", Unit.NANOSECONDS),
    /** Of which: waiting for pages that were evicted shortly before. */
    THRASHING_DELAY("thrashingDelay", "thrashing", Unit.NANOSECONDS),
    /** Of which: compacting memory for an allocation. */
    COMPACTION_DELAY("compactionDelay", "compaction", Unit.NANOSECONDS),
    /** Of which: copying pages on their first write. */
    COPY_ON_WRITE_DELAY("copyOnWriteDelay", "copy-on-write", Unit.NANOSECONDS),
    /** Of which: interrupts held the thread's CPU. */
    IRQ_DELAY("irqDelay", "interrupts", Unit.NANOSECONDS),
    /** What the kernel claims beyond what is possible; in none of the parts. */
    DISCARDED_DELAY("discardedDelay", "discarded delay", Unit.NANOSECONDS),
    /** How often the thread was put on a CPU. */
    CPU_DELAY_COUNT("cpuDelayCount", "put on a CPU", Unit.COUNT),
    /** How often the thread waited for block I/O. */
    BLOCK_IO_DELAY_COUNT("blockIoDelayCount", "waits for block I/O", Unit.COUNT),
    /** Page faults without a read from disk. */
    MINOR_FAULTS("minorFaults", "minor faults", Unit.COUNT),
    /** Page faults with a read from disk. */
    MAJOR_FAULTS("majorFaults", "major faults", Unit.COUNT),
    /** How often the thread gave up its CPU to wait. */
    VOLUNTARY_SWITCHES("voluntarySwitches", "voluntary switches", Unit.COUNT),
    /** How often the scheduler took the CPU from the thread. */
    INVOLUNTARY_SWITCHES("involuntarySwitches", "involuntary switches", Unit.COUNT),
    /** Bytes fetched from storage. */
    STORAGE_READ_BYTES("storageReadBytes", "read from storage", Unit.BYTES),
    /** Bytes caused to be sent to storage. */
    STORAGE_WRITE_BYTES("storageWriteBytes", "written to storage", Unit.BYTES),
    /** Of those, what a truncation kept from it. */
    CANCELLED_WRITE_BYTES("cancelledWriteBytes", "writes cancelled", Unit.BYTES),
    /** Bytes that read calls returned. */
    READ_BYTES("readBytes", "read", Unit.BYTES),
    /** Bytes given to write calls. */
    WRITE_BYTES("writeBytes", "written", Unit.BYTES),
    /** Number of read calls. */
    READ_CALLS("readCalls", "read calls", Unit.COUNT),
    /** Number of write calls. */
    WRITE_CALLS("writeCalls", "write calls", Unit.COUNT);

    /** What a value counts. */
    public enum Unit {
        NANOSECONDS,
        BYTES,
        COUNT
    }

    /** The five disjoint parts of a thread's wall-clock time, in the order in which they are shown. */
    public static final List<Metric> PARTS = List.of(USER_TIME, SYSTEM_TIME, CPU_DELAY, BLOCK_IO_DELAY, WAIT_TIME);

    /**
     * What the voluntary rest was spent on, in the order in which they are shown: disjoint, and they sum to {@link #WAIT_TIME}
     * in the records that have them. A kind that a host cannot show is in none of its records; its time is {@link
     * #UNKNOWN_WAIT} there.
     */
    public static final List<Metric> WAITS = List.copyOf(EnumSet.range(MONITOR_WAIT, UNKNOWN_WAIT));

    /** All others, in the order in which they are shown; none of these is an addend of the five. */
    public static final List<Metric> DETAILS = List.copyOf(EnumSet.range(SWAP_IN_DELAY, WRITE_CALLS));

    /** What the kernel counts only for threads made while delay accounting was on. */
    public static final Set<Metric> BY_DELAY_ACCOUNTING = Collections.unmodifiableSet(EnumSet.of(
            BLOCK_IO_DELAY,
            BLOCK_IO_DELAY_COUNT,
            SWAP_IN_DELAY,
            RECLAIM_DELAY,
            THRASHING_DELAY,
            COMPACTION_DELAY,
            COPY_ON_WRITE_DELAY,
            IRQ_DELAY));

    /** What {@code tidewatch.ThreadUsage} has, not {@code tidewatch.ThreadDelay}. */
    public static final Set<Metric> USAGE = Collections.unmodifiableSet(EnumSet.range(MINOR_FAULTS, WRITE_CALLS));

    static final int COUNT = values().length;

    private final String field;
    private final String label;
    private final Unit unit;

    Metric(String field, String label, Unit unit) {
        this.field = field;
        this.label = label;
        this.unit = unit;
    }

    /** The name of the field in events and in JSON, such as {@code cpuDelay}. */
    public String field() {
        return field;
    }

    /** As the head of a column, such as {@code cpu delay}. */
    public String label() {
        return label;
    }

    /** The unit of its values. */
    public Unit unit() {
        return unit;
    }

    /** Whether it is one of the {@linkplain #PARTS five parts}. */
    public boolean isPart() {
        return compareTo(WAIT_TIME) <= 0;
    }

    /** Whether it says what {@link #WAIT_TIME} was spent on, or how much of that is certain. */
    public boolean isOfWaits() {
        return compareTo(WAIT_TIME) > 0 && compareTo(EXACT_WAIT) <= 0;
    }

    /** Whether a thread loses this time: it was ready to go on and could not. */
    public boolean isLoss() {
        return this == CPU_DELAY || this == BLOCK_IO_DELAY;
    }
}
