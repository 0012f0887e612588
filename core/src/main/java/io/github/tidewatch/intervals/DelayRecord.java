package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;

/**
 * Fills the one record of delays that is handed out again and again: from an idle gap, or from the reconciled parts of an
 * interval in which the thread did something.
 */
final class DelayRecord {
    private static final Quantity[] PLAIN = {
        Quantity.CPU_DELAY_COUNT,
        Quantity.BLOCK_IO_DELAY_COUNT,
        Quantity.SWAP_IN_DELAY,
        Quantity.RECLAIM_DELAY,
        Quantity.THRASHING_DELAY,
        Quantity.COMPACTION_DELAY,
        Quantity.COPY_ON_WRITE_DELAY,
        Quantity.IRQ_DELAY
    };

    private final Interval interval = new Interval();

    /** Hands out what was filled in. */
    void emit(boolean complete, IntervalSink sink) {
        interval.complete = complete;
        sink.accept(interval);
    }

    void idleGap(Task task, IntervalState state, long cpuDelay, long blockIoDelay) {
        interval.clear(task);
        interval.begin = state.idleFrom;
        interval.length = state.idleGap();
        interval.cpuDelay = cpuDelay;
        interval.blockIoDelay = blockIoDelay;
        if (state == task.delays) {
            interval.waitDetail = task.waits.idleDetail();
            interval.exactWait = task.waits.divideIdleGap(interval.waitTime(), interval.waits);
        }
    }

    void activity(Task task, IntervalState state, ReconciliationResult parts) {
        interval.clear(task);
        interval.begin = state.emittedUntil;
        interval.length = task.counters.time() - state.emittedUntil - parts.heldBack;
        splitOnCpu(task, state, parts.onCpu);
        interval.cpuDelay = parts.cpuDelay;
        interval.blockIoDelay = parts.blockIoDelay;
        interval.pendingCpuDelay = parts.pendingCpuDelay;
        interval.pendingBlockIoDelay = parts.pendingBlockIoDelay;
        interval.discarded = parts.discarded;
        for (Quantity quantity : PLAIN) {
            interval.change[quantity.ordinal()] = IntervalTracker.change(task, state, quantity);
        }
        if (state == task.delays) {
            interval.exactWait = task.waits.divideActivity(interval.waitTime(), interval.waits);
        }
    }

    /** User and system time as they changed, scaled where not all of the time on CPU fits the interval. */
    private void splitOnCpu(Task task, IntervalState state, long onCpu) {
        long user = IntervalTracker.change(task, state, Quantity.USER_TIME);
        long system = IntervalTracker.change(task, state, Quantity.SYSTEM_TIME);
        interval.system = user + system == onCpu || user + system == 0
                ? system
                : Math.min(onCpu, Math.round((double) onCpu * system / ((double) user + system)));
        interval.user = onCpu - interval.system;
    }
}
