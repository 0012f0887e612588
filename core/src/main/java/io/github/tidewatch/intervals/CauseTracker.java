package io.github.tidewatch.intervals;

/** Reports the CPU delays of threads once more, in the intervals of their causes; nothing of block I/O. */
public final class CauseTracker extends DelayTracker {
    /** An empty tracker. */
    public CauseTracker(DelayAccountingState accountingState, BlockIoPlausibility plausibility) {
        super(accountingState, false, plausibility);
    }

    @Override
    public IntervalState state(Task task) {
        return task.causes;
    }
}
