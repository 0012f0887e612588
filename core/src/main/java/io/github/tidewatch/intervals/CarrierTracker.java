package io.github.tidewatch.intervals;

/** Reports where the time of carriers of virtual threads went once more, in intervals of their own. To be asked of carriers only. */
public final class CarrierTracker extends DelayTracker {
    /** An empty tracker. */
    public CarrierTracker(
            DelayAccountingState accountingState, boolean blockIoKnown, BlockIoPlausibility plausibility) {
        super(accountingState, blockIoKnown, plausibility.withoutObserver());
    }

    @Override
    public IntervalState state(Task task) {
        return task.carrying();
    }
}
