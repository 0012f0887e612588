package io.github.tidewatch.accounting;

/**
 * Bounds what the kernel's counters claim by what is possible, and keeps the parts of an interval disjoint. Pure: no
 * clock, no I/O; all values in nanoseconds.
 *
 * <p>The kernel credits a wait when it ends, so that a wait may be longer than the interval in which it shows. What
 * does not fit is put into the silence before, in which no counter moved and nothing was recorded; what fits nowhere is
 * counted as discarded. Time on CPU that does not fit is late by a scheduler tick and is left for the next interval, up
 * to {@link #LATE_TICK}.
 */
final class Reconciliation {
    /** The longest scheduler tick (CONFIG_HZ=100): by so much the counters of a running thread may lag. */
    static final long LATE_TICK = 10_000_000;

    private long onCpu;
    private long onCpuLeft;
    private long cpuDelay;
    private long blockIoDelay;
    private long silentCpuDelay;
    private long silentBlockIoDelay;
    private long discarded;

    /**
     * Reconciles one thread's changes.
     *
     * @param silent length of the silence before the interval, 0 if there was none
     * @param length length of the interval
     * @param onCpuChange by how much the time on CPU grew over both
     * @param cpuDelayChange by how much the run-queue delay grew
     * @param blockIoChange by how much the block-I/O delay grew; 0 where that is unknown
     */
    void reconcile(long silent, long length, long onCpuChange, long cpuDelayChange, long blockIoChange) {
        discarded = 0;
        onCpu = bound(onCpuChange, length);
        onCpuLeft = Math.max(0, onCpuChange - onCpu);
        if (onCpuLeft > LATE_TICK) {
            discarded += onCpuLeft - LATE_TICK;
            onCpuLeft = LATE_TICK;
        }
        cpuDelay = bound(cpuDelayChange, length - onCpu);
        silentCpuDelay = bound(cpuDelayChange - cpuDelay, silent);
        blockIoDelay = bound(blockIoChange, length - onCpu - cpuDelay);
        silentBlockIoDelay = bound(blockIoChange - blockIoDelay, silent - silentCpuDelay);
        discarded += Math.max(0, cpuDelayChange - cpuDelay - silentCpuDelay);
        discarded += Math.max(0, blockIoChange - blockIoDelay - silentBlockIoDelay);
    }

    private static long bound(long claimed, long possible) {
        return Math.max(0, Math.min(claimed, possible));
    }

    /** Time on CPU in the interval. */
    long onCpu() {
        return onCpu;
    }

    /** Time on CPU that the next interval has to take. */
    long onCpuLeft() {
        return onCpuLeft;
    }

    /** Waiting for a CPU in the interval. */
    long cpuDelay() {
        return cpuDelay;
    }

    /** Waiting for block I/O in the interval. */
    long blockIoDelay() {
        return blockIoDelay;
    }

    /** Waiting for a CPU in the silence before it. */
    long silentCpuDelay() {
        return silentCpuDelay;
    }

    /** Waiting for block I/O in the silence before it. */
    long silentBlockIoDelay() {
        return silentBlockIoDelay;
    }

    /** What fits nowhere. */
    long discarded() {
        return discarded;
    }
}
