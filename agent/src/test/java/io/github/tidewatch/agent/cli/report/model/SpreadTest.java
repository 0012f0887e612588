package io.github.tidewatch.agent.cli.report.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/** The bound of chance against tables of Student's t-distribution, two-sided. */
class SpreadTest {
    /** Of 8 batches: the variance of the mean is a seventh. */
    private static final Spread VARIES = new Spread(-1, 1, -1, 1, -1, 1, -1, 1);

    private static final Spread DOES_NOT = new Spread(new double[8]);

    private static double quantile(Spread other, double variance, int comparisons) {
        return Spread.bound(VARIES, other, comparisons) / Math.sqrt(variance);
    }

    @Test
    void theBoundOfFewBatchesHoldsAChanceOfOnePercentForManyNumbersTogether() {
        assertThat(quantile(VARIES, 2 / 7.0, 100)).as("14 degrees, 1e-4").isCloseTo(5.363, withinPercentage(1));
        assertThat(quantile(VARIES, 2 / 7.0, 1000)).as("14 degrees, 1e-5").isCloseTo(6.706, withinPercentage(1));
        assertThat(quantile(DOES_NOT, 1 / 7.0, 1)).as("7 degrees, 1e-2").isCloseTo(3.499, withinPercentage(3));
        assertThat(quantile(DOES_NOT, 1 / 7.0, 100)).as("7 degrees, 1e-4").isCloseTo(7.885, withinPercentage(1));
        assertThat(quantile(DOES_NOT, 1 / 7.0, 1000)).as("7 degrees, 1e-5").isCloseTo(11.215, withinPercentage(1));
    }

    @Test
    void withFewerThanEightBatchesNothingIsKnown() {
        assertThat(VARIES.isEnough()).isTrue();
        assertThat(new Spread(new double[7]).isEnough()).isFalse();
    }
}
