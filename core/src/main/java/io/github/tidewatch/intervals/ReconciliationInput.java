package io.github.tidewatch.intervals;

/** One interval of a thread as its counters claim it, for {@link Reconciliation}; times in nanoseconds. Used again and again. */
final class ReconciliationInput {
    /** Length of the idle gap before the interval, 0 if there was none. */
    long idleGap;

    /**
     * Whether waits belong into the idle gap first: the thread was waiting at its end, and is at the end of the interval,
     * of which the kernel has not said yet how much it waited.
     */
    boolean idleFirst;

    /** Length of the interval. */
    long length;

    /** By how much the counters grew over both. */
    long onCpuChange;

    long cpuDelayChange;

    /** 0 where it is unknown. */
    long blockIoChange;

    /** The longest block-I/O wait that the observer allows in both together, or {@link Reconciliation#UNBOUNDED}. */
    long blockIoBound;

    Waiting waiting;

    /** Whether it was on a run queue at the begin of the interval and has not gone to sleep since. */
    boolean neverSlept;

    /** Whether it is on a run queue at the end of the interval, on a CPU or not. */
    boolean onQueue;

    /** Whether it ran in the interval. */
    boolean ran;
}
