package io.github.tidewatch.accounting.span;

import io.github.tidewatch.counters.CounterSource;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.TaskCounters;
import java.util.Set;

/** A source whose threads all began at one time, and have waited for nothing. */
final class FakeSource implements CounterSource {
    private final String name;
    private final Set<Quantity> quantities;
    private final long start;

    /** Whether no read succeeds. */
    boolean fails;

    /** So many reads fail, the next ones. */
    int failures;

    /** How long each read takes, in ns. */
    long lasts;

    boolean closed;

    FakeSource(String name, Set<Quantity> quantities, long start) {
        this.name = name;
        this.quantities = quantities;
        this.start = start;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Quantity> quantities() {
        return quantities;
    }

    @Override
    public void read(TaskCounters[] tasks, int count) {
        long end = System.nanoTime() + lasts;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < count; i++) {
            tasks[i].readFailed();
            if (failures > 0) {
                failures--;
            } else if (!fails) {
                tasks[i].setStart(start, start);
                tasks[i].setTime(System.nanoTime());
                tasks[i].readOk();
            }
        }
    }

    @Override
    public void readRest(TaskCounters task) {}

    @Override
    public void readDelays(TaskCounters self) {}

    @Override
    public long queriesFailed() {
        return fails ? 1 : 0;
    }

    @Override
    public String failure() {
        return "EPERM";
    }

    @Override
    public long repliesLost() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
