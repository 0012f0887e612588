package io.github.tidewatch.accounting;

import java.util.EnumSet;
import java.util.Set;

/** Tells what each thread used: faults, switches, bytes and calls of I/O. */
final class UsageTracker extends IntervalTracker {
    static final Set<Quantity> QUANTITIES = Set.copyOf(EnumSet.range(Quantity.MINOR_FAULTS, Quantity.WRITE_CALLS));

    private final Quantity[] quantities;
    private final boolean io;
    private final Interval interval = new Interval();

    UsageTracker(Set<Quantity> known) {
        this.quantities = known.stream().filter(QUANTITIES::contains).toArray(Quantity[]::new);
        this.io = known.contains(Quantity.READ_CALLS);
    }

    @Override
    Task.IntervalState ledger(Task task) {
        return task.usage;
    }

    @Override
    void tell(Task task, Task.IntervalState ledger, boolean all, IntervalSink sink) {
        boolean moved = task.now(Quantity.ON_CPU) != ledger.before[Quantity.ON_CPU.ordinal()];
        if (!moved) {
            ledger.keepSilentUntil(task.nowTime);
            return;
        }
        if (io && !task.ioRead) {
            return; // told with the next pass that can read them
        }
        interval.clear();
        interval.begin = ledger.toldUntil;
        interval.length = task.nowTime - ledger.toldUntil;
        for (Quantity quantity : quantities) {
            interval.change[quantity.ordinal()] = change(task, ledger, quantity);
        }
        sink.accept(task, interval);
        settle(task, ledger);
    }
}
