package io.github.tidewatch.intervals;

/**
 * What {@link Reconciliation} makes of an interval and of the idle gap before it; times in nanoseconds. Used again and
 * again.
 */
final class ReconciliationResult {
    long onCpu;
    long onCpuLeft;
    long cpuDelay;
    long cpuDelayLeft;
    long blockIoDelay;
    long pendingCpuDelay;
    long pendingBlockIoDelay;
    long idleCpuDelay;
    long idleBlockIoDelay;
    long discarded;

    /** Whether the idle gap is not to be reported yet, though the interval is. */
    boolean holdsIdle;

    /** How much of the end of the interval is not to be reported yet. */
    long heldBack;
}
