package io.github.tidewatch.intervals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.waits.WaitKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Samples one thread every 100 ms, and writes what is reported of its waits; times in milliseconds. */
abstract class TaskWaitsFixture {
    static final long MS = 1_000_000;

    final Task task = new Task(1, DescriptorBudget.of(0), 1);
    private final List<String> emitted = new ArrayList<>();
    DelayTracker tracker = newTracker(true);
    long time;
    long onCpu;
    long cpuDelay;

    static DelayTracker newTracker(boolean blockIoKnown) {
        return new DelayTracker(
                new DelayAccountingState(DelayAccounting.ON, -1000 * MS),
                blockIoKnown,
                new BlockIoPlausibility(KernelRelease.of("6.1.0")));
    }

    /** The thread ran so long in the last 100 ms, and is found in this wait; null: it is not looked for. */
    void sample(long ran, WaitKind found) {
        pass(ran);
        if (found != null) {
            task.waits.found(found);
        }
        if (task.restsIn() == null || ran != 0) {
            task.waits.advance();
            task.waits.setComplete();
        }
    }

    /** As {@link #sample}, but it is found in an uninterruptible wait in a call on a file. */
    void sampleBlocked(long ran) {
        pass(ran);
        task.waits.found(WaitKind.FILE);
        task.waits.foundUninterruptible();
        task.waits.advance();
        task.waits.setComplete();
    }

    /** The kernel credits a wait for block I/O that has ended, before the next sample. */
    void credit(long millis) {
        task.counters.set(Quantity.BLOCK_IO_DELAY, task.now(Quantity.BLOCK_IO_DELAY) + millis * MS);
    }

    /** A sample has read its counters. */
    void pass(long ran) {
        time += 100;
        onCpu += ran;
        read();
        task.counters.noteActivity();
    }

    void read() {
        task.counters.set(Quantity.ON_CPU, onCpu * MS);
        task.counters.set(Quantity.USER_TIME, onCpu * MS);
        task.counters.set(Quantity.CPU_DELAY, cpuDelay * MS);
        task.counters.set(Quantity.VOLUNTARY_SWITCHES, onCpu);
        task.counters.setTime(time * MS);
        task.counters.setStart(-10 * MS, 0);
        task.counters.readOk();
    }

    void open(WaitKind found) {
        sample(0, found);
        tracker.open(1, 0, new Task[] {task}, 1);
    }

    List<String> emit(boolean all) {
        tracker.emit(new Task[] {task}, 1, false, all, this::take);
        List<String> result = List.copyOf(emitted);
        emitted.clear();
        return result;
    }

    private void take(Interval interval) {
        StringBuilder text = new StringBuilder();
        long sum = 0;
        for (WaitKind kind : EnumSet.range(WaitKind.MONITOR, WaitKind.UNKNOWN)) {
            sum += interval.wait(kind);
            if (interval.wait(kind) != 0) {
                text.append(kind)
                        .append(' ')
                        .append(Math.round(interval.wait(kind) / 1e6))
                        .append(", ");
            }
        }
        assertThat(sum).isEqualTo(interval.waitTime());
        text.append("exact ").append(interval.exactWait() / MS);
        emitted.add(text + (interval.waitDetail() == null ? "" : ": " + interval.waitDetail()));
    }
}
