package io.github.tidewatch.intervals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is reported of one thread, case by case; times in milliseconds, the samples 100 apart. */
class DelayTrackerTest {
    private static final long MS = 1_000_000;

    private final Task task = new Task(1, DescriptorBudget.of(0), 1);
    private final List<String> emitted = new ArrayList<>();
    private DelayTracker tracker = tracker("6.1.0");
    private long time;
    private long onCpu;
    private long cpuDelay;
    private long blockIo;
    private long sleeps;

    private static DelayTracker tracker(String kernel) {
        return new DelayTracker(
                new DelayAccountingState(DelayAccounting.ON, -1000 * MS),
                true,
                new BlockIoPlausibility(KernelRelease.of(kernel)));
    }

    /** The thread did this in the last 100 ms. */
    private void then(long ran, long waitedForCpu, long waitedForDisk, long slept, Waiting waiting, boolean onQueue) {
        time += 100;
        onCpu += ran;
        cpuDelay += waitedForCpu;
        blockIo += waitedForDisk;
        sleeps += slept;
        read(waiting, onQueue);
        if (task.observer.isWatching()) {
            task.observer.observe(task.counters, waiting == Waiting.DISK); // as each sample of the sampler's does
        }
        tracker.emit(new Task[] {task}, 1, false, false, this::take);
    }

    private void read(Waiting waiting, boolean onQueue) {
        task.counters.set(Quantity.ON_CPU, onCpu * MS);
        task.counters.set(Quantity.USER_TIME, onCpu * MS);
        task.counters.set(Quantity.CPU_DELAY, cpuDelay * MS);
        task.counters.set(Quantity.BLOCK_IO_DELAY, blockIo * MS);
        task.counters.set(Quantity.VOLUNTARY_SWITCHES, sleeps);
        task.counters.setTime(time * MS);
        task.counters.setStart(-10 * MS, 0);
        task.accounted = true;
        task.counters.readOk();
        task.counters.readOk();
        task.waiting = waiting;
        task.counters.setOnQueue(onQueue);
    }

    private void open(Waiting waiting, boolean onQueue) {
        read(waiting, onQueue);
        tracker.open(1, 0, new Task[] {task}, 1);
    }

    private void end() {
        tracker.emit(new Task[] {task}, 1, false, true, this::take);
    }

    private void take(Interval i) {
        assertThat(i.waitTime()).isNotNegative();
        emitted.add(String.format(
                "%d+%d: cpu %d, delay %d/%d, io %d/%d, wait %d, discarded %d%s",
                i.begin() / MS,
                i.length() / MS,
                (i.userTime() + i.systemTime()) / MS,
                i.cpuDelay() / MS,
                i.pendingCpuDelay() / MS,
                i.blockIoDelay() / MS,
                i.pendingBlockIoDelay() / MS,
                i.waitTime() / MS,
                i.discardedDelay() / MS,
                i.isComplete() ? "" : ", incomplete"));
    }

    @Test
    void whatFitsIsReportedAsItIs() {
        open(Waiting.NOTHING, false);
        then(30, 20, 10, 1, Waiting.NOTHING, false);
        assertThat(emitted).containsExactly("0+100: cpu 30, delay 20/0, io 10/0, wait 40, discarded 0");
    }

    @Test
    void anIdleGapIsReportedWhenItEnds() {
        open(Waiting.NOTHING, false);
        then(0, 0, 0, 0, Waiting.NOTHING, false);
        then(0, 0, 0, 0, Waiting.NOTHING, false);
        assertThat(emitted).isEmpty();
        then(30, 0, 0, 1, Waiting.NOTHING, false);
        assertThat(emitted)
                .containsExactly(
                        "0+200: cpu 0, delay 0/0, io 0/0, wait 200, discarded 0",
                        "200+100: cpu 30, delay 0/0, io 0/0, wait 70, discarded 0");
    }

    @Test
    void theLastIdleGapIsReportedAtTheEnd() {
        open(Waiting.NOTHING, false);
        then(0, 0, 0, 0, Waiting.NOTHING, false);
        time += 50;
        read(Waiting.NOTHING, false);
        end();
        assertThat(emitted).containsExactly("0+150: cpu 0, delay 0/0, io 0/0, wait 150, discarded 0");
    }

    @Test
    void aWaitThatGoesOnAtTheEndIsReportedWithWhatWasBeforeIt() {
        open(Waiting.NOTHING, false);
        then(0, 0, 0, 0, Waiting.NOTHING, false);
        time += 50;
        onCpu += 10;
        sleeps++;
        read(Waiting.CPU, true);
        end();
        assertThat(emitted)
                .containsExactly(
                        "0+100: cpu 0, delay 0/0, io 0/0, wait 100, discarded 0",
                        "100+50: cpu 10, delay 0/0, io 0/0, wait 40, discarded 0");
        emitted.clear();
        // What the wait was longer than its next interval, it was before: not impossible, and not reported twice.
        then(20, 110, 0, 0, Waiting.NOTHING, true);
        assertThat(emitted).containsExactly("150+100: cpu 20, delay 80/0, io 0/0, wait 0, discarded 0");
    }

    @Test
    void starvationOfAThreadThatNeverSleptIsPendingAtOnceAndReportedOnce() {
        open(Waiting.NOTHING, true);
        then(100, 0, 0, 0, Waiting.NOTHING, true);
        then(40, 0, 0, 0, Waiting.CPU, true);
        then(0, 0, 0, 0, Waiting.CPU, true);
        then(20, 240, 0, 0, Waiting.NOTHING, true);
        assertThat(emitted)
                .containsExactly(
                        "0+100: cpu 100, delay 0/0, io 0/0, wait 0, discarded 0",
                        "100+100: cpu 40, delay 60/60, io 0/0, wait 0, discarded 0",
                        "200+100: cpu 0, delay 100/100, io 0/0, wait 0, discarded 0",
                        "300+100: cpu 20, delay 80/0, io 0/0, wait 0, discarded 0");
    }

    @Test
    void whoWaitedAndHasNotRunWaitsOnWhateverItsStateShowsAMomentLater() {
        open(Waiting.CPU, true);
        then(0, 0, 0, 0, Waiting.CPU, true);
        // Credited when another CPU takes it, in mid-wait; its counters are read; it runs, and sleeps when its state is
        // read.
        then(0, 101, 0, 0, Waiting.NOTHING, false);
        then(1, 99, 0, 1, Waiting.NOTHING, false);
        assertThat(emitted)
                .containsExactly(
                        "0+100: cpu 0, delay 100/100, io 0/0, wait 0, discarded 0",
                        "100+100: cpu 0, delay 100/0, io 0/0, wait 0, discarded 0",
                        "200+100: cpu 1, delay 0/0, io 0/0, wait 99, discarded 0");
    }

    @Test
    void whoWaitedAndHasNotRunWaitsUntilTheEnd() {
        open(Waiting.CPU, true);
        then(0, 0, 0, 0, Waiting.CPU, true);
        time += 100;
        read(Waiting.NOTHING, false);
        end();
        assertThat(emitted)
                .containsExactly(
                        "0+100: cpu 0, delay 100/100, io 0/0, wait 0, discarded 0",
                        "100+100: cpu 0, delay 100/0, io 0/0, wait 0, discarded 0");
    }

    @Test
    void aThreadThatNeverSleptAndIsFoundRunningHasWaitedUntilItsCountersWereRead() {
        open(Waiting.NOTHING, true);
        then(0, 0, 0, 0, Waiting.NOTHING, true);
        then(40, 160, 0, 0, Waiting.NOTHING, true);
        assertThat(emitted)
                .containsExactly(
                        "0+100: cpu 0, delay 100/0, io 0/0, wait 0, discarded 0",
                        "100+100: cpu 40, delay 60/0, io 0/0, wait 0, discarded 0");
    }

    @Test
    void anIdleGapOnBothSidesOfAWaitThatWasReportedIsReportedInTwo() {
        open(Waiting.NOTHING, false);
        then(0, 0, 0, 0, Waiting.NOTHING, true);
        then(0, 0, 0, 0, Waiting.CPU, true);
        assertThat(emitted).containsExactly("100+100: cpu 0, delay 100/100, io 0/0, wait 0, discarded 0");
        time += 100;
        sleeps++;
        read(Waiting.NOTHING, false);
        end();
        assertThat(emitted)
                .containsExactly(
                        "100+100: cpu 0, delay 100/100, io 0/0, wait 0, discarded 0",
                        "0+100: cpu 0, delay 0/0, io 0/0, wait 100, discarded 0",
                        "200+100: cpu 0, delay 0/0, io 0/0, wait 100, discarded 0");
    }

    @Test
    void anIdleGapOnBothSidesOfADiskWaitThatWasReportedIsReportedInTwo() {
        open(Waiting.NOTHING, false);
        then(0, 0, 0, 0, Waiting.NOTHING, false);
        then(0, 0, 0, 0, Waiting.DISK, false);
        assertThat(emitted).containsExactly("100+100: cpu 0, delay 0/0, io 100/100, wait 0, discarded 0");
        time += 100;
        read(Waiting.NOTHING, true); // woken at some time, it may have waited for a CPU since
        end();
        assertThat(emitted)
                .containsExactly(
                        "100+100: cpu 0, delay 0/0, io 100/100, wait 0, discarded 0",
                        "0+100: cpu 0, delay 0/0, io 0/0, wait 100, discarded 0",
                        "200+100: cpu 0, delay 0/0, io 0/0, wait 100, discarded 0");
    }

    @Test
    void ofAThreadThatSleptTheDoubtfulRestIsHeldBackUntilTheWaitEnds() {
        open(Waiting.NOTHING, false);
        then(30, 10, 0, 1, Waiting.CPU, true); // it slept, and has been waiting for some part of the other 60 ms
        then(0, 0, 0, 0, Waiting.CPU, true);
        then(50, 170, 0, 0, Waiting.NOTHING, true); // for 20 of them, it turns out
        assertThat(emitted)
                .containsExactly(
                        "0+40: cpu 30, delay 10/0, io 0/0, wait 0, discarded 0",
                        "100+100: cpu 0, delay 100/100, io 0/0, wait 0, discarded 0",
                        "40+60: cpu 0, delay 20/0, io 0/0, wait 40, discarded 0",
                        "200+100: cpu 50, delay 50/0, io 0/0, wait 0, discarded 0");
    }

    @Test
    void aSleeperThatIsWokenAndStarves() {
        open(Waiting.NOTHING, false);
        then(0, 0, 0, 0, Waiting.NOTHING, false);
        then(0, 0, 0, 0, Waiting.CPU, true); // woken at 170
        then(0, 0, 0, 0, Waiting.CPU, true);
        then(90, 140, 0, 0, Waiting.NOTHING, true);
        assertThat(emitted)
                .containsExactly(
                        "0+100: cpu 0, delay 0/0, io 0/0, wait 100, discarded 0",
                        "200+100: cpu 0, delay 100/100, io 0/0, wait 0, discarded 0",
                        "100+100: cpu 0, delay 30/0, io 0/0, wait 70, discarded 0",
                        "300+100: cpu 90, delay 10/0, io 0/0, wait 0, discarded 0");
    }

    @Test
    void aReadThatStallsIsPendingAndNothingOfItIsCut() {
        open(Waiting.NOTHING, false);
        then(1, 0, 0, 1, Waiting.DISK, false); // since 10
        then(0, 0, 0, 0, Waiting.DISK, false);
        then(0, 0, 0, 0, Waiting.DISK, false);
        then(20, 0, 340, 0, Waiting.NOTHING, false);
        assertThat(emitted)
                .containsExactly(
                        "0+1: cpu 1, delay 0/0, io 0/0, wait 0, discarded 0",
                        "100+100: cpu 0, delay 0/0, io 100/100, wait 0, discarded 0",
                        "200+100: cpu 0, delay 0/0, io 100/100, wait 0, discarded 0",
                        "1+99: cpu 0, delay 0/0, io 60/0, wait 39, discarded 0",
                        "300+100: cpu 20, delay 0/0, io 80/0, wait 0, discarded 0");
    }

    @Test
    void anUninterruptibleWaitThatWasNoneForBlockIoIsForgotten() {
        open(Waiting.NOTHING, false);
        then(1, 0, 0, 1, Waiting.DISK, false);
        then(0, 0, 0, 0, Waiting.DISK, false);
        then(10, 0, 0, 0, Waiting.NOTHING, false);
        then(10, 0, 50, 1, Waiting.NOTHING, false);
        assertThat(emitted.get(emitted.size() - 1))
                .isEqualTo("300+100: cpu 10, delay 0/0, io 50/0, wait 40, discarded 0");
    }

    @Test
    void timeOnCpuThatComesLateIsLeftForTheNextInterval() {
        open(Waiting.NOTHING, true);
        then(96, 0, 0, 1, Waiting.NOTHING, false);
        then(104, 0, 0, 1, Waiting.NOTHING, false);
        then(50, 0, 0, 1, Waiting.NOTHING, false);
        assertThat(emitted)
                .containsExactly(
                        "0+100: cpu 96, delay 0/0, io 0/0, wait 4, discarded 0",
                        "100+100: cpu 100, delay 0/0, io 0/0, wait 0, discarded 0",
                        "200+100: cpu 54, delay 0/0, io 0/0, wait 46, discarded 0");
    }

    @Test
    void aClaimOfTheMachinesUptimeSaysNothing() {
        open(Waiting.NOTHING, false);
        then(10, 0, 2_000_000, 3, Waiting.NOTHING, false);
        then(10, 0, 20, 3, Waiting.NOTHING, false);
        assertThat(emitted)
                .containsExactly(
                        "0+100: cpu 10, delay 0/0, io 0/0, wait 90, discarded 2000000, incomplete",
                        "100+100: cpu 10, delay 0/0, io 20/0, wait 70, discarded 0");
    }

    @Test
    void aClaimSlightlyBeyondThePossibleIsBounded() {
        open(Waiting.NOTHING, false);
        then(10, 30, 70, 3, Waiting.NOTHING, false);
        assertThat(emitted).containsExactly("0+100: cpu 10, delay 30/0, io 60/0, wait 0, discarded 10");
    }

    @Test
    void besideCompetitionTheFirstClaimOfAFaultyKernelIsUnknown() {
        tracker = tracker("6.18.0");
        open(Waiting.NOTHING, false);
        then(10, 30, 50, 3, Waiting.NOTHING, false);
        assertThat(emitted).containsExactly("0+100: cpu 10, delay 30/0, io 0/0, wait 60, discarded 50, incomplete");
    }

    @Test
    void aClaimThatReachesBackOverTheSleepIsCutToWhatAShortSampleAllows() {
        tracker = tracker("6.18.0");
        open(Waiting.NOTHING, false);
        then(10, 30, 50, 3, Waiting.NOTHING, false);
        recheck(60, 0, 0, false); // asleep
        recheck(20, 5, 45, false); // and then a wait of at most 15, credited with 45
        time -= 80; // the interval goes on to 200
        then(0, 0, 0, 2, Waiting.NOTHING, false);
        assertThat(emitted.get(1)).isEqualTo("100+100: cpu 5, delay 0/0, io 15/0, wait 80, discarded 30");
    }

    @Test
    void claimsThatNoSampleBearsOutAreCutInTheLongRun() {
        tracker = tracker("6.18.0");
        open(Waiting.NOTHING, false);
        then(10, 30, 50, 3, Waiting.NOTHING, false);
        for (int i = 0; i < 50; i++) {
            then(10, 30, 50, 3, Waiting.NOTHING, false);
        }
        long sum = emitted.stream()
                .mapToLong(t -> Long.parseLong(t.replaceAll(".* io ([0-9]+)/.*", "$1")))
                .sum();
        assertThat(sum).isLessThan(150);
    }

    @Test
    void aLongWaitOnAFaultyKernelIsBelievedAsFarAsItWasSeen() {
        tracker = tracker("6.18.0");
        open(Waiting.NOTHING, false);
        then(1, 0, 0, 1, Waiting.DISK, false);
        for (int i = 0; i < 8; i++) {
            sleepWithARecheck(Waiting.DISK);
        }
        then(20, 0, 880, 1, Waiting.NOTHING, false);
        assertThat(emitted.get(emitted.size() - 2)).isEqualTo("1+99: cpu 0, delay 0/0, io 0/0, wait 99, discarded 0");
        assertThat(emitted.get(emitted.size() - 1))
                .isEqualTo("900+100: cpu 20, delay 0/0, io 80/0, wait 0, discarded 0");
    }

    @Test
    void aWaitThatEndsBetweenTheTwoReadsOfASampleIsReportedWithTheNext() {
        open(Waiting.NOTHING, false);
        then(1, 0, 0, 1, Waiting.DISK, false);
        then(0, 0, 0, 0, Waiting.DISK, false);
        then(0, 0, 0, 0, Waiting.NOTHING, false); // the counters do not have its end yet
        then(10, 0, 290, 1, Waiting.NOTHING, false);
        assertThat(emitted)
                .containsExactly(
                        "0+1: cpu 1, delay 0/0, io 0/0, wait 0, discarded 0",
                        "100+100: cpu 0, delay 0/0, io 100/100, wait 0, discarded 0",
                        "1+99: cpu 0, delay 0/0, io 0/0, wait 99, discarded 0",
                        "200+200: cpu 10, delay 0/0, io 190/0, wait 0, discarded 0");
    }

    /** 100 ms in which nothing moves, with a recheck in the middle. */
    private void sleepWithARecheck(Waiting waiting) {
        time += 50;
        read(waiting, false);
        task.observer.observe(task.counters, waiting == Waiting.DISK);
        time -= 50;
        then(0, 0, 0, 0, waiting, false);
    }

    private void recheck(long after, long ran, long claimed, boolean waits) {
        time += after;
        onCpu += ran;
        blockIo += claimed;
        read(Waiting.NOTHING, false);
        task.observer.observe(task.counters, waits);
    }

    @Test
    void withoutCompetitionAFaultyKernelIsBelievedAFirstClaimThatIsNotLarge() {
        tracker = tracker("6.18.0");
        open(Waiting.NOTHING, false);
        then(10, 0, 5, 3, Waiting.NOTHING, false);
        assertThat(emitted).containsExactly("0+100: cpu 10, delay 0/0, io 5/0, wait 85, discarded 0");
    }

    @Test
    void theFirstLargeClaimOfAFaultyKernelIsUnknownAndTheNextIsEvaluated() {
        tracker = tracker("6.18.0");
        open(Waiting.NOTHING, false);
        then(10, 0, 50, 3, Waiting.NOTHING, false);
        then(10, 0, 20, 3, Waiting.NOTHING, false);
        assertThat(emitted)
                .containsExactly(
                        "0+100: cpu 10, delay 0/0, io 0/0, wait 90, discarded 50, incomplete",
                        "100+100: cpu 10, delay 0/0, io 20/0, wait 70, discarded 0");
    }

    @Test
    void aCounterThatGoesBackIsNoNegativeTime() {
        open(Waiting.NOTHING, false);
        then(30, 20, 10, 1, Waiting.NOTHING, false);
        then(-10, -5, -5, 0, Waiting.NOTHING, false);
        assertThat(emitted.get(1)).isEqualTo("100+100: cpu 0, delay 0/0, io 0/0, wait 100, discarded 0");
    }

    @Test
    void whatAThreadDidBeforeTheTrackerWasOpenedIsNotReported() {
        onCpu = 5000;
        cpuDelay = 700;
        open(Waiting.CPU, true); // it has been waiting since 80 ms before
        then(70, 110, 0, 0, Waiting.NOTHING, true);
        assertThat(emitted).containsExactly("0+100: cpu 70, delay 30/0, io 0/0, wait 0, discarded 0");
    }
}
