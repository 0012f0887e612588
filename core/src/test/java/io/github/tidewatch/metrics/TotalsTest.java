package io.github.tidewatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class TotalsTest {
    private final Totals totals = new Totals();

    @Test
    void aMetricThatNoRecordHasIsUnknown() {
        totals.addInterval(100, true);
        assertThat(totals.get(Metric.CPU_DELAY)).isEmpty();
        assertThat(totals.percent(Metric.CPU_DELAY)).isEmpty();
        assertThat(totals.known(Metric.CPU_DELAY)).isZero();
    }

    @Test
    void oneRecordWithoutTheMetricMakesTheSumUnknown() {
        totals.addInterval(100, true);
        totals.add(Metric.CPU_DELAY, 30);
        Totals other = new Totals();
        other.addInterval(100, true);
        other.addUnknown(Metric.CPU_DELAY);
        totals.add(other);
        assertThat(totals.get(Metric.CPU_DELAY)).isEmpty();
        assertThat(totals.isAbsent(Metric.CPU_DELAY)).isTrue();
        assertThat(totals.lost()).isZero();
    }

    @Test
    void blockIoOfSomeIncompleteRecordsIsALeastValue() {
        totals.addInterval(100, true);
        totals.add(Metric.BLOCK_IO_DELAY, 20);
        totals.addInterval(100, false);
        assertThat(totals.get(Metric.BLOCK_IO_DELAY)).hasValue(20);
        assertThat(totals.isAtLeast(Metric.BLOCK_IO_DELAY)).isTrue();
        assertThat(totals.percent(Metric.BLOCK_IO_DELAY)).hasValue(10);
    }

    @Test
    void zerosOfAThreadWithoutDelayAccountingAreUnknown() {
        totals.addInterval(100, false);
        Metric.BY_DELAY_ACCOUNTING.forEach(metric -> totals.add(metric, 0));
        totals.add(Metric.CPU_DELAY, 0);
        assertThat(Metric.BY_DELAY_ACCOUNTING).noneMatch(totals::isKnown);
        assertThat(totals.get(Metric.CPU_DELAY)).hasValue(0);
    }

    @Test
    void scalingKeepsProportions() {
        totals.addInterval(1000, true);
        totals.addInterval(1000, false);
        totals.add(Metric.USER_TIME, 500);
        totals.scale(0.5);
        assertThat(totals.wall()).isEqualTo(1000);
        assertThat(totals.incompleteWall()).isEqualTo(500);
        assertThat(totals.get(Metric.USER_TIME)).hasValue(250);
        assertThat(totals.percent(Metric.USER_TIME)).hasValue(25);
    }

    @Test
    void aPartLongerThanTheRecordIsImplausible() {
        totals.addInterval(1_000_000_000, true);
        totals.add(Metric.USER_TIME, 2_000_000_000);
        assertThat(totals.isPlausible()).isTrue(); // rounding, and short records
        totals.add(Metric.USER_TIME, 200_000_000);
        assertThat(totals.isPlausible()).isFalse();
    }

    @Test
    void anExactWaitThatIsNegativeOrLongerThanTheRecordIsImplausible() {
        totals.addInterval(1_000_000_000, true);
        totals.add(Metric.EXACT_WAIT, 1_000_000_000);
        assertThat(totals.isPlausible()).isTrue();
        totals.add(Metric.EXACT_WAIT, -1_000_000_001);
        assertThat(totals.isPlausible()).isFalse();
        totals.add(Metric.EXACT_WAIT, 1L << 60);
        assertThat(totals.isPlausible()).isFalse();
    }

    @Test
    void partsWaitsAndDetailsAreAllMetrics() {
        EnumSet<Metric> all = EnumSet.copyOf(Metric.PARTS);
        all.addAll(Metric.WAITS);
        all.add(Metric.EXACT_WAIT);
        all.addAll(Metric.DETAILS);
        assertThat(all).containsExactly(Metric.values());
        assertThat(Arrays.stream(Metric.values()).filter(Metric::isPart)).containsExactlyElementsOf(Metric.PARTS);
        all.removeIf(metric -> !metric.isOfWaits());
        assertThat(all)
                .containsAll(Metric.WAITS)
                .hasSize(Metric.WAITS.size() + 1)
                .contains(Metric.EXACT_WAIT);
    }
}
