package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.TaskCounters;
import io.github.tidewatch.waits.WaitKind;
import java.util.Arrays;

/**
 * What one kind of record has reported of this task so far. Before {@link #emittedUntil}, where the running interval begins,
 * lies the idle gap, if there is one: from {@link #idleFrom} to {@link #idleUntil}, and not reported yet.
 */
public final class IntervalState {
    /** Counters at the last sample that was reported. */
    final long[] before = new long[Quantity.COUNT];

    long idleFrom;
    long idleUntil;
    long emittedUntil;

    /** Whether the task was in a wait at the end of the idle gap. */
    boolean idleEndsWaiting;

    /** Whether the sample of {@link #emittedUntil} found the task on a run queue. */
    boolean onQueue;

    /**
     * Of delays: the wait in which the task rests, so that its {@link TaskWaits} need not be touched while it does not run; null
     * if it does not rest.
     */
    WaitKind restsIn;

    final Reconciliation.Memory memory = new Reconciliation.Memory();

    /** The epoch of the tracker ({@link IntervalTracker}) that this state belongs to; 0 before the first. */
    long epoch;

    /** Whether the task was in a wait when its counters moved last, of which the kernel has not said all yet. */
    boolean awaitsCredit() {
        return idleEndsWaiting || memory.shownCpuDelay > 0 || memory.shownBlockIoDelay > 0;
    }

    long idleGap() {
        return idleUntil - idleFrom;
    }

    /** The running interval begins at {@code time}, and nothing is left to report of before. */
    void beginAt(long time) {
        idleFrom = time;
        idleUntil = time;
        emittedUntil = time;
        idleEndsWaiting = false;
    }

    /** All that the task did is left to report. */
    void beginWithLifetime(TaskCounters counters) {
        Arrays.fill(before, 0);
        beginAt(counters.start());
        onQueue = true; // as every new task
        memory.clear(Waiting.NOTHING);
    }

    /** Nothing happened until {@code time}. */
    void extendIdleUntil(long time) {
        if (idleGap() == 0) {
            idleFrom = emittedUntil;
        }
        idleUntil = time;
        emittedUntil = time;
    }
}
