package io.github.tidewatch.accounting.span;

/**
 * The cumulative counters of a thread as it read them itself at the begin or end of a span. Times in nanoseconds. Filled by
 * {@link SpanAccounting#read}; not safe for use by several threads at once.
 */
public final class SpanReading {
    /** A count that the source does not have. */
    static final long UNKNOWN = -1;

    /** When, by {@link System#nanoTime}. */
    long time;

    long onCpu;
    long systemTime;
    long cpuDelay;

    /** Without meaning unless {@link #blockIoKnown}. */
    long blockIoDelay;

    /** How often the thread waited for block I/O, or {@link #UNKNOWN}. */
    long blockIoDelayCount;

    /**
     * Whether the block-I/O delay is known: at the begin of a span, whether the source gives it; at the end, whether the kernel
     * has counted it all the time.
     */
    boolean blockIoKnown;

    /** By which source the delays were read. */
    String source = "";

    long minorFaults;
    long majorFaults;
    long voluntarySwitches;
    long involuntarySwitches;
    long storageReadBytes;
    long storageWriteBytes;

    /** When it was made, by {@link System#nanoTime}. */
    public long time() {
        return time;
    }
}
