package io.github.tidewatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoppedTimeTest {
    @Test
    void stopsThatOverlapCountOnceWhateverTheirOrder() {
        StoppedTime stops = new StoppedTime();
        stops.addPause(50, 60);
        stops.addSafepoint(10, 30);
        stops.addPause(15, 25);
        stops.addSafepoint(25, 40);
        assertThat(stops.between(0, 100)).isEqualTo(40);
        assertThat(stops.between(20, 55)).isEqualTo(25);
        assertThat(stops.between(41, 49)).isZero();
        assertThat(stops.between(10, 40)).isEqualTo(30);
        stops.addPause(41, 49);
        assertThat(stops.between(0, 100)).isEqualTo(48);
        assertThat(stops.pauses()).isEqualTo(3);
    }

    @Test
    void takesABoundedNumberAndSaysThatThereWereMore() {
        StoppedTime stops = new StoppedTime(1024);
        for (int i = 0; i < 100_000; i++) {
            assertThat(stops.addPause(10L * i, 10L * i + 5)).isTrue();
        }
        assertThat(stops.isAtLeast()).isTrue();
        assertThat(stops.between(0, Long.MAX_VALUE)).isBetween(5L * 512, 5L * 1024);
        StoppedTime one = new StoppedTime(1024);
        for (int i = 0; i < 100_000; i++) {
            one.addPause(i, i + 5);
        }
        assertThat(one.isAtLeast()).as("those that overlap are one").isFalse();
        assertThat(one.between(0, Long.MAX_VALUE)).isEqualTo(100_004);
    }

    @Test
    void onceItIsFullItTakesNoStopThatOverlapsSinceEachWouldHaveItSortedAnew() {
        StoppedTime stops = new StoppedTime(1024);
        for (int i = 0; i < 1030; i++) {
            stops.addSafepoint(10L * i, 10L * i + 5);
        }
        assertThat(stops.isAtLeast()).isTrue();
        long kept = stops.between(0, Long.MAX_VALUE);
        for (int i = 0; i < 1000; i++) {
            assertThat(stops.addSafepoint(10L * i + 4, 10L * i + 8)).isTrue();
        }
        stops.addSafepoint(1_000_000, 2_000_000);
        assertThat(stops.between(0, Long.MAX_VALUE)).isEqualTo(kept);
    }

    @Test
    void fullAndOverlappingAtItsRealSizeItSortsOnce() {
        StoppedTime stops = new StoppedTime();
        int most = 1 << 19;
        for (int i = 0; i < most - 1; i++) {
            stops.addSafepoint(10L * i, 10L * i + 5);
        }
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < 100_000; i++) {
                stops.addSafepoint(10L * i + 4, 10L * i + 6);
            }
        });
        assertThat(stops.isAtLeast()).isTrue();
    }

    @Test
    void pausesAreKnownApartFromOtherStops() {
        StoppedTime stops = new StoppedTime();
        stops.addPause(10, 20);
        stops.addSafepoint(5, 100);
        stops.addPause(15, 30);
        assertThat(stops.between(0, 200)).isEqualTo(95);
        assertThat(stops.pausedBetween(0, 200)).isEqualTo(20);
        assertThat(stops.pausedBetween(25, 200)).isEqualTo(5);
    }

    @Test
    void timesThatCannotBeSoAreRefused() {
        StoppedTime stops = new StoppedTime();
        assertThat(stops.addPause(10, 5)).isFalse();
        assertThat(stops.addSafepoint(Long.MIN_VALUE, 5)).isFalse();
        assertThat(stops.isEmpty()).isTrue();
        assertThat(stops.isRecorded()).isFalse();
    }
}
