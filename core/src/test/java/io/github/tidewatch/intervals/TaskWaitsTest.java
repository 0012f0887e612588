package io.github.tidewatch.intervals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.waits.WaitKind;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** How the wait time of one thread divides, case by case. */
class TaskWaitsTest extends TaskWaitsFixture {
    @Test
    void whoStandsStillHasBeenInTheWaitThatItWasFoundIn() {
        open(WaitKind.PARK);
        sample(0, null);
        assertThat(task.waits.wantsDetail()).isTrue();
        task.waits.setDetail("Lock");
        assertThat(emit(false)).isEmpty();
        sample(0, null);
        assertThat(emit(false)).isEmpty();
        sample(10, WaitKind.NETWORK);
        assertThat(emit(false)).containsExactly("PARK 200, exact 200: Lock", "PARK 45, NETWORK 45, exact 0");
    }

    @Test
    void whoRunsAtOneEndWaitedForWhatItIsFoundInAtTheOther() {
        open(WaitKind.NONE);
        sample(40, WaitKind.SLEEP);
        assertThat(emit(false)).containsExactly("SLEEP 60, exact 0");
        sample(40, WaitKind.NONE);
        assertThat(emit(false)).containsExactly("SLEEP 60, exact 0");
    }

    @Test
    void whatNoSampleMetIsUnknown() {
        open(WaitKind.NONE);
        sample(40, WaitKind.NONE);
        assertThat(emit(false)).containsExactly("UNKNOWN 60, exact 0");
        sample(40, WaitKind.UNKNOWN);
        assertThat(emit(false)).containsExactly("UNKNOWN 60, exact 0");
        sample(40, null);
        assertThat(emit(false)).containsExactly("UNKNOWN 60, exact 0");
    }

    @Test
    void whatCouldNotBeReadAtOneEndHasItsHalfAsUnknown() {
        open(WaitKind.PARK);
        sample(40, WaitKind.UNKNOWN);
        assertThat(emit(false)).containsExactly("PARK 30, UNKNOWN 30, exact 0");
        sample(40, WaitKind.NETWORK);
        assertThat(emit(false)).containsExactly("NETWORK 30, UNKNOWN 30, exact 0");
    }

    @Test
    void beforeTheFirstSampleItWaitedForWhatThatFindsItIn() {
        read();
        task.waits.forget(); // it is not identified yet
        tracker.open(1, 0, new Task[] {task}, 1);
        sample(40, WaitKind.SLEEP);
        assertThat(emit(false)).containsExactly("SLEEP 60, exact 0");
    }

    @Test
    void ofSeveralSamplesInOneRecordTheExactOnesComeFirst() {
        open(WaitKind.FILE);
        sample(0, null);
        sample(20, WaitKind.PIPE);
        sample(0, null);
        sample(100, WaitKind.NONE);
        assertThat(emit(false)).containsExactly("FILE 140, PIPE 140, exact 200");
    }

    @Test
    void aWaitForAMonitorThatBeganInObjectWaitIsBoth() {
        open(WaitKind.OBJECT);
        sample(0, WaitKind.MONITOR);
        sample(0, null);
        assertThat(emit(true)).containsExactly("MONITOR 150, OBJECT 50, exact 100");
    }

    @Test
    void whatMayHaveBeenReadOfAnotherThreadIsUnknown() {
        open(WaitKind.PARK);
        task.waits.forget();
        sample(30, WaitKind.NONE);
        assertThat(emit(false)).containsExactly("UNKNOWN 70, exact 0");
    }

    @Test
    void aWaitThatMayBeAnotherThreadsCountsForNothing() {
        open(WaitKind.PARK);
        pass(20);
        task.waits.found(WaitKind.FILE);
        task.counters.readFailed();
        task.waits.forget();
        assertThat(emit(false)).isEmpty();
        sample(20, WaitKind.NONE);
        assertThat(emit(false)).containsExactly("UNKNOWN 160, exact 0");
    }

    /** The sample that saw it run met the exit before it could read the wait. */
    @Test
    void aThreadReadBeforeWaitsWereSampledBeginsAtThePreviousSample() {
        pass(0);
        pass(0);
        tracker.open(1, 0, new Task[] {task}, 1);
        sample(0, WaitKind.NETWORK);
        sample(50, WaitKind.PIPE);
        assertThat(emit(false)).containsExactly("NETWORK 125, PIPE 25, exact 0");
    }

    @Test
    void delayBeyondWhatIsPossibleDoesNotHideTheWait() {
        tracker = newTracker(false);
        open(WaitKind.NONE);
        sample(50, WaitKind.NETWORK);
        task.counters.set(Quantity.BLOCK_IO_DELAY, 1000 * MS);
        sample(20, WaitKind.PIPE);
        assertThat(emit(false)).containsExactly("NETWORK 90, PIPE 40, exact 0");
    }

    @Test
    void theLastWaitOfAThreadThatExitsIsWhatItWasFoundIn() {
        open(WaitKind.PARK);
        time += 100;
        onCpu += 20;
        read();
        task.exit();
        tracker.exit(task);
        assertThat(emit(false)).containsExactly("PARK 80, exact 0");
    }

    @Test
    void aThreadThatNoSampleFoundHasWaitedForWhatNobodyKnows() {
        tracker.open(0, 0, new Task[0], 0);
        time = 100;
        onCpu = 30;
        read();
        task.exit();
        tracker.exit(task);
        assertThat(emit(false)).containsExactly("UNKNOWN 80, exact 0");
    }

    @Test
    void theWaitBeforeAThreadIsWokenAndStarvesIsExact() {
        open(WaitKind.PARK);
        sample(0, WaitKind.NONE);
        task.waiting = Waiting.CPU;
        task.counters.setOnQueue(true);
        assertThat(emit(false)).isEmpty();
        cpuDelay = 30;
        task.waiting = Waiting.NOTHING;
        sample(50, WaitKind.NONE);
        assertThat(emit(false)).containsExactly("PARK 100, exact 100", "UNKNOWN 20, exact 0");
    }

    @Test
    void partsSumToTheTimeWhateverTheWeights() {
        WaitWeights weights = new WaitWeights();
        for (WaitKind kind : EnumSet.range(WaitKind.MONITOR, WaitKind.UNKNOWN)) {
            weights.addEstimated(kind, 7 + 13L * kind.ordinal());
            if (kind != WaitKind.UNKNOWN) {
                weights.addExact(kind, 3 + 11L * kind.ordinal());
            }
        }
        for (long length : new long[] {0, 1, 5, 400, 10_007, Long.MAX_VALUE / 4}) {
            long[] parts = new long[WaitKind.COUNT];
            long exact = weights.divide(length, false, parts);
            assertThat(exact).isBetween(0L, length);
            assertThat(Arrays.stream(parts).sum()).isEqualTo(length);
            assertThat(Arrays.stream(parts).min().orElseThrow()).isNotNegative();
        }
    }
}
