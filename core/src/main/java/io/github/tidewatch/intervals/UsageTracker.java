package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;
import java.util.EnumSet;
import java.util.Set;

/** Reports what each thread used: faults, switches, bytes and calls of I/O. */
public final class UsageTracker extends IntervalTracker {
    static final Set<Quantity> QUANTITIES = Set.copyOf(EnumSet.range(Quantity.MINOR_FAULTS, Quantity.WRITE_CALLS));

    private final Quantity[] quantities;
    private final boolean io;
    private final Interval interval = new Interval();

    /** An empty tracker of the quantities that are known here. */
    public UsageTracker(Set<Quantity> known) {
        this.quantities = known.stream().filter(QUANTITIES::contains).toArray(Quantity[]::new);
        this.io = known.contains(Quantity.READ_CALLS);
    }

    @Override
    public IntervalState state(Task task) {
        return task.usage;
    }

    @Override
    public void emit(Task task, IntervalState state, boolean all, IntervalSink sink) {
        boolean moved = task.now(Quantity.ON_CPU) != state.before[Quantity.ON_CPU.ordinal()];
        if (!moved) {
            state.extendIdleUntil(task.counters.time());
            return;
        }
        if (io && !task.counters.io().isRead()) {
            return; // reported with the next pass that can read them
        }
        interval.clear(task);
        interval.begin = state.emittedUntil;
        interval.length = task.counters.time() - state.emittedUntil;
        for (Quantity quantity : quantities) {
            interval.change[quantity.ordinal()] = change(task, state, quantity);
        }
        sink.accept(interval);
        advance(task, state);
    }
}
