package io.github.tidewatch.intervals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.waits.WaitKind;
import org.junit.jupiter.api.Test;

/** A thread that sleeps on and on is not read, and all of its time is accounted. */
class RestingTaskWaitsTest extends TaskWaitsFixture {
    @Test
    void aWaitThatWasReadOnceIsThatOfTheWholeIdleGap() {
        open(WaitKind.UNKNOWN);
        sample(0, WaitKind.JVM);
        sample(0, null);
        sample(0, null);
        assertThat(emit(true)).containsExactly("JVM 300, exact 200");
    }

    @Test
    void aRestingThreadIsNotReadAndLosesNothing() {
        open(WaitKind.PARK);
        for (int i = 0; i < 9; i++) {
            sample(0, null);
            assertThat(emit(false)).isEmpty();
            assertThat(task.restsIn()).isEqualTo(WaitKind.PARK);
        }
        sample(10, WaitKind.NETWORK);
        assertThat(task.restsIn()).isNull();
        assertThat(emit(false)).containsExactly("PARK 900, exact 900", "PARK 45, NETWORK 45, exact 0");
    }

    @Test
    void ofWhoRestedTheTimeAfterTheLastRecordIsExactToo() {
        open(WaitKind.PARK);
        sample(0, null);
        assertThat(emit(false)).isEmpty();
        sample(0, null);
        sample(0, null);
        sample(20, WaitKind.NONE);
        assertThat(emit(false)).containsExactly("PARK 100, exact 100", "PARK 280, exact 200");
    }

    @Test
    void whoRestsIsReportedToTheEndWhereverNothingMayBeLeft() {
        open(WaitKind.PARK);
        sample(0, null);
        assertThat(emit(false)).isEmpty();
        sample(0, null);
        assertThat(emit(true)).containsExactly("PARK 200, exact 200");
        sample(0, null);
        assertThat(emit(false)).isEmpty();
        sample(0, null);
        assertThat(emit(true)).containsExactly("PARK 200, exact 200");
    }

    @Test
    void whoRestedUntilItExitedWaitedForOneThing() {
        open(WaitKind.SLEEP);
        sample(0, null);
        assertThat(emit(false)).isEmpty();
        sample(0, null);
        assertThat(emit(false)).isEmpty();
        time += 100;
        onCpu += 20;
        read();
        task.exit();
        tracker.exit(task);
        assertThat(emit(false)).containsExactly("SLEEP 200, exact 200", "SLEEP 80, exact 0");
    }

    @Test
    void theSampleThatMeetsTheExitDoesNotMakeTheWaitLonger() {
        open(WaitKind.SLEEP);
        sample(0, null);
        assertThat(emit(false)).isEmpty();
        pass(20);
        time += 100;
        onCpu += 20;
        read();
        task.exit();
        tracker.exit(task);
        assertThat(emit(false)).containsExactly("SLEEP 100, exact 100", "SLEEP 160, exact 0");
    }

    @Test
    void whoIsNotifiedWhileItRestsWaitsForTheMonitor() {
        open(WaitKind.OBJECT);
        sample(0, null);
        assertThat(emit(false)).isEmpty();
        assertThat(task.restsIn()).isEqualTo(WaitKind.OBJECT);
        sample(0, null);
        sample(0, WaitKind.MONITOR);
        sample(0, null);
        assertThat(emit(true)).containsExactly("MONITOR 150, OBJECT 250, exact 300");
    }

    @Test
    void whatTwoSamplesCannotFindOutIsNotReadAgain() {
        open(WaitKind.UNKNOWN);
        assertThat(task.waits.goesOn()).isFalse();
        sample(0, WaitKind.UNKNOWN);
        assertThat(task.waits.goesOn()).isTrue();
        assertThat(emit(false)).isEmpty();
        sample(0, null);
        assertThat(emit(true)).containsExactly("UNKNOWN 200, exact 0");
        sample(20, null);
        assertThat(task.waits.goesOn()).isFalse();
    }
}
