package io.github.tidewatch.agent.cli.report.waits;

import static org.assertj.core.api.Assertions.assertThat;

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
    void timesThatCannotBeSoAreRefused() {
        StoppedTime stops = new StoppedTime();
        assertThat(stops.addPause(10, 5)).isFalse();
        assertThat(stops.addSafepoint(Long.MIN_VALUE, 5)).isFalse();
        assertThat(stops.isEmpty()).isTrue();
        assertThat(stops.isRecorded()).isFalse();
    }
}
