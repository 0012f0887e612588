package io.github.tidewatch.agent.cli.report;

/** What the events report of a thread beside the five parts of its time; none of these is an addend of the five. */
enum Measure {
    SWAP_IN_DELAY("swapInDelay", "swap-in", Unit.NANOS),
    RECLAIM_DELAY("reclaimDelay", "reclaim", Unit.NANOS),
    THRASHING_DELAY("thrashingDelay", "thrashing", Unit.NANOS),
    COMPACTION_DELAY("compactionDelay", "compaction", Unit.NANOS),
    COPY_ON_WRITE_DELAY("copyOnWriteDelay", "copy-on-write", Unit.NANOS),
    IRQ_DELAY("irqDelay", "interrupts", Unit.NANOS),
    DISCARDED_DELAY("discardedDelay", "discarded delay", Unit.NANOS),
    CPU_DELAY_COUNT("cpuDelayCount", "put on a CPU", Unit.TIMES),
    BLOCK_IO_DELAY_COUNT("blockIoDelayCount", "waits for block I/O", Unit.TIMES),
    MINOR_FAULTS("minorFaults", "minor faults", Unit.TIMES),
    MAJOR_FAULTS("majorFaults", "major faults", Unit.TIMES),
    VOLUNTARY_SWITCHES("voluntarySwitches", "voluntary switches", Unit.TIMES),
    INVOLUNTARY_SWITCHES("involuntarySwitches", "involuntary switches", Unit.TIMES),
    STORAGE_READ_BYTES("storageReadBytes", "read from storage", Unit.BYTES),
    STORAGE_WRITE_BYTES("storageWriteBytes", "written to storage", Unit.BYTES),
    CANCELLED_WRITE_BYTES("cancelledWriteBytes", "writes cancelled", Unit.BYTES),
    READ_BYTES("readBytes", "read", Unit.BYTES),
    WRITE_BYTES("writeBytes", "written", Unit.BYTES),
    READ_CALLS("readCalls", "read calls", Unit.TIMES),
    WRITE_CALLS("writeCalls", "write calls", Unit.TIMES);

    /** What a value counts. */
    enum Unit {
        NANOS,
        BYTES,
        TIMES
    }

    private static final Measure[] ALL = values();
    private static final Measure FIRST_OF_USAGE = MINOR_FAULTS;

    private final String field;
    private final String title;
    private final Unit unit;

    Measure(String field, String title, Unit unit) {
        this.field = field;
        this.title = title;
        this.unit = unit;
    }

    static int count() {
        return ALL.length;
    }

    /** Whether an event of this kind is the one to report it, so that without it is unknown. */
    boolean isReportedBy(ThreadRecord.Kind kind) {
        boolean usage = compareTo(FIRST_OF_USAGE) >= 0;
        return kind != ThreadRecord.Kind.END && usage == (kind == ThreadRecord.Kind.USAGE);
    }

    /** The name of the field in the events. */
    String field() {
        return field;
    }

    String title() {
        return title;
    }

    Unit unit() {
        return unit;
    }
}
