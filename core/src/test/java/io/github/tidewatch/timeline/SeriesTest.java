package io.github.tidewatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final long SECOND = 1_000_000_000;
    private static final long EPOCH = 1_700_000_000L * SECOND;

    private final TimeGrid grid = new TimeGrid();

    @Test
    void spreadsARecordOverItsInterval() {
        grid.widenTo(TimeGrid.nearestWidth(SECOND));
        Series series = new Series(grid);
        series.add(split(0, 1000), EPOCH + SECOND / 2, EPOCH + 2 * SECOND + SECOND / 2);
        assertThat(grid.width()).isEqualTo(SECOND);
        long first = grid.bucket(EPOCH);
        assertThat(series.nanos(first, Metric.CPU_DELAY)).isCloseTo(250, within(1e-3));
        assertThat(series.nanos(first + 1, Metric.CPU_DELAY)).isCloseTo(500, within(1e-3));
        assertThat(series.nanos(first + 2, Metric.CPU_DELAY)).isCloseTo(250, within(1e-3));
        assertThat(series.nanos(first + 3, Metric.CPU_DELAY)).isZero();
        assertThat(series.nanos(first - 1, Metric.CPU_DELAY)).isZero();
    }

    @Test
    void staysOfBoundedSizeAndLosesNothing() {
        Series early = new Series(grid);
        Series late = new Series(grid);
        Random random = new Random(1);
        double sum = 0;
        for (int i = 0; i < 5000; i++) {
            long begin = EPOCH + (long) (i * 3.7 * SECOND) - (i % 7 == 0 ? 100 * SECOND : 0);
            long lost = random.nextInt(1_000_000);
            sum += lost;
            (i < 2500 ? early : late).add(split(0, lost), begin, begin + 2 * SECOND);
        }
        assertThat(grid.count()).isBetween(TimeGrid.MOST / 2, TimeGrid.MOST);
        Series both = new Series(grid);
        both.add(early);
        both.add(late);
        double found = 0;
        for (long bucket = grid.first(); bucket < grid.first() + grid.count(); bucket++) {
            assertThat(both.lost(bucket)).isCloseTo(early.lost(bucket) + late.lost(bucket), within(1e-5 * sum));
            found += both.lost(bucket);
        }
        assertThat(found).isCloseTo(sum, within(1e-5 * sum));
    }

    @Test
    void keepsTheBordersOfItsBucketsWhenTheyBecomeWider() {
        Series series = new Series(grid);
        series.add(split(0, 100), EPOCH + 3 * SECOND, EPOCH + 4 * SECOND);
        grid.cover(EPOCH, EPOCH + 2000 * SECOND);
        long bucket = grid.bucket(EPOCH + 3 * SECOND);
        assertThat(grid.begin(bucket)).isLessThanOrEqualTo(EPOCH + 3 * SECOND);
        assertThat(series.lost(bucket)).isCloseTo(100, within(1e-3));
        assertThat(series.lost(bucket + 1)).isZero();
    }

    private static Totals split(long user, long delay) {
        Totals split = new Totals();
        split.addInterval(user + delay, true);
        split.add(Metric.USER_TIME, user);
        split.add(Metric.CPU_DELAY, delay);
        return split;
    }
}
