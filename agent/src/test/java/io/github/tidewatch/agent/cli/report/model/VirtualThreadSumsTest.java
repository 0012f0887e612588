package io.github.tidewatch.agent.cli.report.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VirtualThreadSumsTest {
    private static final long SECOND = 1_000_000_000;

    private final VirtualThreadSums sums = new VirtualThreadSums(0, 100 * SECOND);

    private boolean add(long begin, long carriers, long queued, long pinned, long wait, long cpuDelay) {
        return sums.add(begin * SECOND, (begin + 1) * SECOND, new long[] {carriers, queued, pinned, wait, cpuDelay});
    }

    @Test
    void eightInTheQueueForAQuarterOfTheTimeWaitedTwiceItsLength() {
        for (int i = 0; i < 40; i++) {
            assertThat(add(i, 2, i < 10 ? 8 : 0, i < 20 ? 1 : 0, 1000, SECOND / 2))
                    .isTrue();
        }
        assertThat(sums.queuedTime()).isEqualTo(80 * SECOND);
        assertThat(sums.cpuDelay()).hasValue(20 * SECOND);
        assertThat(sums.carriers()).isEqualTo(2);
        assertThat(sums.pinned()).isEqualTo(0.5);
    }

    @Test
    void quantilesOfTheProbesWaitAreExactToATenth() {
        for (int i = 1; i <= 100; i++) {
            add(0, 1, 0, 0, i * 1_000_000L, 0);
        }
        assertThat((double) sums.carrierDelay(0.5)).isCloseTo(50e6, within(5e6));
        assertThat((double) sums.carrierDelay(0.99)).isCloseTo(99e6, within(9.9e6));
        assertThat(sums.longestCarrierDelay()).isEqualTo(100_000_000);
        assertThat(sums.carrierDelay(1)).isEqualTo(100_000_000);
    }

    @Test
    void aRecordCountsInTheTimeAskedForInProportion() {
        assertThat(sums.add(99 * SECOND, 103 * SECOND, new long[] {2, 8, 1, 5, 4 * SECOND}))
                .isTrue();
        assertThat(sums.queuedTime()).isEqualTo(8 * SECOND);
        assertThat(sums.cpuDelay()).hasValue(SECOND);
        assertThat(sums.add(200 * SECOND, 201 * SECOND, new long[] {2, 8, 1, 5, SECOND}))
                .isTrue();
        assertThat(sums.samples()).isEqualTo(1);
    }

    @Test
    void aCpuDelayThatOneRecordLacksIsUnknown() {
        add(0, 1, 0, 0, 0, SECOND);
        add(1, 1, 0, 0, 0, VirtualThreadSums.UNKNOWN);
        assertThat(sums.cpuDelay()).isEmpty();
    }

    @Test
    void recordsThatCannotBeSoAreRefused() {
        assertThat(add(0, -1, 0, 0, 0, 0)).isFalse();
        assertThat(add(0, 1, -1, 0, 0, 0)).isFalse();
        assertThat(add(0, 1, 0, 0, VirtualThreadSums.UNKNOWN, 0)).isFalse();
        assertThat(add(0, 1, 0, 0, 0, -5)).isFalse();
        assertThat(sums.add(5, 5, new long[] {1, 0, 0, 0, 0})).isFalse();
        assertThat(sums.samples()).isZero();
        assertThat(add(0, 1, Long.MAX_VALUE, 0, Long.MAX_VALUE, 0)).isTrue();
        assertThat(sums.carrierDelay(0.5)).isPositive();
    }
}
