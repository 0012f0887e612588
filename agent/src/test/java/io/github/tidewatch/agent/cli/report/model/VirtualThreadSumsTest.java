package io.github.tidewatch.agent.cli.report.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VirtualThreadSumsTest {
    private static final long SECOND = 1_000_000_000;

    private final VirtualThreadSums sums = new VirtualThreadSums(0, 100 * SECOND);

    private boolean add(long begin, long carriers, long queued, long pinned, long wait, long cpuDelay) {
        return sums.add(
                begin * SECOND, (begin + 1) * SECOND, new long[] {carriers, carriers, pinned, queued, wait, cpuDelay});
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
        assertThat(sums.mounted()).isEqualTo(2);
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
        assertThat(sums.add(99 * SECOND, 103 * SECOND, new long[] {2, 1, 1, 8, 5, 4 * SECOND}))
                .isTrue();
        assertThat(sums.queuedTime()).isEqualTo(8 * SECOND);
        assertThat(sums.cpuDelay()).hasValue(SECOND);
        assertThat(sums.add(200 * SECOND, 201 * SECOND, new long[] {2, 1, 1, 8, 5, SECOND}))
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
        assertThat(add(0, 1, 0, -1, 0, 0)).isFalse();
        assertThat(add(0, 1, 0, 2, 0, 0)).as("more pinned than mounted").isFalse();
        assertThat(add(0, 1, 0, 0, -5, 0)).isFalse();
        assertThat(add(0, 1, 0, 0, 0, -5)).isFalse();
        assertThat(sums.add(0, SECOND, new long[] {1, 2, 0, 0, 0, 0}))
                .as("more mounted than there are")
                .isFalse();
        assertThat(sums.add(5, 5, new long[] {1, 1, 0, 0, 0, 0})).isFalse();
        assertThat(sums.samples()).isZero();
    }

    @Test
    void aDamagedRecordOfNumbersBeyondAllMeasureIsRefused() {
        long end = 1_700_000_000 * SECOND;
        for (long interval : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, end + 1_000_000_000 * SECOND}) {
            assertThat(sums.add(end - interval, end, new long[] {1, 1, 0, 0, 0, 0}))
                    .as("%d", interval)
                    .isFalse();
        }
        assertThat(add(0, Long.MAX_VALUE, 0, 0, 0, 0)).isFalse();
        assertThat(add(0, 1, Long.MAX_VALUE, 0, 0, 0)).isFalse();
        assertThat(add(0, 1, 0, 0, Long.MAX_VALUE, 0)).isFalse();
        assertThat(add(0, 1, 0, 0, 0, Long.MAX_VALUE)).isFalse();
        assertThat(sums.samples()).isZero();
    }

    @Test
    void aRecordWithoutTheProbesWaitIsNoWaitOfNothing() {
        add(0, 2, 4, 1, VirtualThreadSums.UNKNOWN, 0);
        assertThat(sums.samples()).isEqualTo(1);
        assertThat(sums.probes()).isZero();
        assertThat(sums.queuedTime()).isEqualTo(4 * SECOND);
        add(1, 2, 4, 1, 1_000_000, 0);
        assertThat(sums.probes()).isEqualTo(1);
        assertThat((double) sums.carrierDelay(0.5)).isCloseTo(1e6, within(1e5));
    }
}
