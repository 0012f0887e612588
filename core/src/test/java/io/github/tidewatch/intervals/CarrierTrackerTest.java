package io.github.tidewatch.intervals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import org.junit.jupiter.api.Test;

/** The sum of what carriers did, beside the records that each has of its own. */
class CarrierTrackerTest {
    private static final long MS = 1_000_000;

    private final Task[] carriers = {new Task(1, DescriptorBudget.of(0), 1), new Task(2, DescriptorBudget.of(0), 1)};
    private final CarrierTimes times = new CarrierTimes();

    private static BlockIoPlausibility plausibility(String kernel) {
        return new BlockIoPlausibility(KernelRelease.of(kernel));
    }

    private static DelayAccountingState accounted() {
        return new DelayAccountingState(DelayAccounting.ON, -1000 * MS);
    }

    private static void read(Task task, long time, long ran, long waitedForCpu, long waitedForDisk) {
        task.counters.set(Quantity.ON_CPU, ran * MS);
        task.counters.set(Quantity.USER_TIME, ran * MS);
        task.counters.set(Quantity.CPU_DELAY, waitedForCpu * MS);
        task.counters.set(Quantity.BLOCK_IO_DELAY, waitedForDisk * MS);
        task.counters.setTime(time * MS);
        task.counters.setStart(-10 * MS, 0);
        task.accounted = true;
        task.counters.readOk();
        task.counters.readOk();
    }

    private void read(long time, long ran, long waitedForCpu, long waitedForDisk) {
        for (Task carrier : carriers) {
            read(carrier, time, ran, waitedForCpu, waitedForDisk);
        }
    }

    @Test
    void theFivePartsAreSummedOverCarriers() {
        CarrierTracker tracker = new CarrierTracker(accounted(), true, plausibility("6.1.0"));
        read(0, 0, 0, 0);
        tracker.open(1, 0, carriers, 2);
        times.beginAt(0);
        read(100, 30, 20, 10);
        tracker.emit(carriers, 2, false, false, times);
        times.endAt(100 * MS);
        assertThat(times.length()).isEqualTo(100 * MS);
        assertThat(times.userTime() + times.systemTime()).isEqualTo(60 * MS);
        assertThat(times.cpuDelay()).isEqualTo(40 * MS);
        assertThat(times.blockIoDelay()).isEqualTo(20 * MS);
        assertThat(times.waitTime()).isEqualTo(80 * MS);
        assertThat(times.isComplete()).isTrue();
        times.beginAt(100 * MS);
        assertThat(times.isAny()).isFalse();
        assertThat(times.waitTime()).isZero();
    }

    @Test
    void blockIoThatThisKernelMayCountWronglyIsUnknownInTheSum() {
        CarrierTracker tracker = new CarrierTracker(accounted(), true, plausibility("6.18.0"));
        read(0, 0, 0, 0);
        tracker.open(1, 0, carriers, 2);
        times.beginAt(0);
        read(100, 10, 0, 50);
        tracker.emit(carriers, 2, false, false, times);
        assertThat(times.blockIoDelay()).isZero();
        assertThat(times.waitTime()).isEqualTo(180 * MS);
        assertThat(times.isComplete()).isFalse();
    }

    @Test
    void theSumLeavesWhatWasObservedOfACarrierToTheCarriersOwnRecord() {
        assertThat(ownRecord(false)).isEqualTo(ownRecord(true));
    }

    /** What the carrier's own record says of an interval with a wait of 15 ms that was seen, and a claim of 45. */
    private static String ownRecord(boolean besideTheSum) {
        Task[] task = {new Task(1, DescriptorBudget.of(0), 1)};
        BlockIoPlausibility plausibility = plausibility("6.18.0");
        DelayTracker own = new DelayTracker(accounted(), true, plausibility);
        CarrierTracker sum = new CarrierTracker(accounted(), true, plausibility);
        CarrierTimes times = new CarrierTimes();
        StringBuilder records = new StringBuilder();
        IntervalSink sink = interval -> records.append(interval.blockIoDelay())
                .append('/')
                .append(interval.waitTime())
                .append(' ');
        read(task[0], 0, 0, 0, 0);
        own.open(1, 0, task, 1);
        sum.open(1, 0, task, 1);
        read(task[0], 100, 10, 30, 50);
        own.emit(task, 1, false, false, sink);
        read(task[0], 180, 10, 30, 50);
        task[0].observer.observe(task[0].counters, false);
        read(task[0], 200, 15, 30, 95);
        task[0].observer.observe(task[0].counters, false);
        if (besideTheSum) {
            sum.emit(task, 1, false, false, times);
            assertThat(times.isAny()).isTrue();
        }
        own.emit(task, 1, false, false, sink);
        return records.toString();
    }
}
