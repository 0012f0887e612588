package io.github.tidewatch.accounting;

import io.github.tidewatch.intervals.CarrierTimes;
import io.github.tidewatch.intervals.CarrierTracker;
import io.github.tidewatch.intervals.Task;
import java.util.Arrays;
import java.util.function.Consumer;

/** Sums up where the time of the carriers of virtual threads went. While there are none, it reports nothing. */
final class CarrierAccount {
    private final CarrierTracker tracker;
    private final CarrierTimes times = new CarrierTimes();
    private Task[] carriers = new Task[16];
    private int count;
    private long sampledAt;

    CarrierAccount(CarrierTracker tracker) {
        this.tracker = tracker;
    }

    boolean isOpen() {
        return tracker.isOpen();
    }

    void open(long pass, long passStart, Task[] tasks, int taskCount) {
        collect(tasks, taskCount);
        tracker.open(pass, passStart, carriers, count);
        letGo();
        sampledAt = passStart;
        times.beginAt(passStart);
    }

    void close() {
        tracker.close();
    }

    /** A pass that began at this time has read all counters. */
    void sampled(long passStart) {
        sampledAt = passStart;
    }

    void exit(Task task) {
        if (task.isCarrier()) {
            tracker.exit(task);
        }
    }

    /**
     * Reports the interval that ends with the last pass, and begins the next.
     *
     * @param all also what carriers waited that did nothing, so that nothing is left to report
     */
    void emit(TaskTable table, boolean all, Consumer<CarrierTimes> sink) {
        if (sampledAt == times.begin()) {
            return;
        }
        collect(table.tasks(), table.count());
        tracker.emit(carriers, count, table.isMappingKnown(), all, times);
        addPresent();
        letGo();
        times.endAt(sampledAt);
        if (times.isAny()) {
            sink.accept(times);
        }
        times.beginAt(sampledAt);
    }

    /** Hands over the carriers that there are as the first interval begins. */
    void emitPresent(TaskTable table, Consumer<CarrierTimes> sink) {
        collect(table.tasks(), table.count());
        addPresent();
        letGo();
        if (times.isAny()) {
            sink.accept(times);
        }
        times.release();
    }

    private void addPresent() {
        for (int i = 0; i < count; i++) {
            Thread thread = carriers[i].javaThread();
            if (thread != null) {
                times.add(thread);
            }
        }
    }

    /** So many carriers have ended that they do not wait for the next interval's end. */
    void emitExited() {
        tracker.emitExited(times);
    }

    long lost() {
        return tracker.lost();
    }

    private void collect(Task[] tasks, int taskCount) {
        for (int i = 0; i < taskCount; i++) {
            if (tasks[i].isCarrier()) {
                if (count == carriers.length) {
                    carriers = Arrays.copyOf(carriers, 2 * count);
                }
                carriers[count++] = tasks[i];
            }
        }
    }

    private void letGo() {
        Arrays.fill(carriers, 0, count, null);
        count = 0;
    }
}
