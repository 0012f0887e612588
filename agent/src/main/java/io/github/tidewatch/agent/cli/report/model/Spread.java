package io.github.tidewatch.agent.cli.report.model;

import java.util.Arrays;

/** The mean of a value over batches of one recording, and how much it may differ by chance. Immutable. */
public final class Spread {
    /** With fewer batches nothing can be said. */
    public static final int LEAST = 8;

    /** Of all rows of a comparison together: how often one may seem to have changed that has not. */
    private static final double CHANCE = 0.01;

    private static final int ITERATIONS = 20;

    private final double mean;
    private final double variance;
    private final int count;

    /** Of the values of batches of equal weight. */
    public Spread(double... batches) {
        count = batches.length;
        mean = Arrays.stream(batches).average().orElse(0);
        double squares = Arrays.stream(batches)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        variance = count > 1 ? squares / (count - 1) / count : 0;
    }

    private Spread(Spread of, double times) {
        mean = of.mean;
        variance = of.variance * times;
        count = of.count;
    }

    /**
     * Of batches of which each interval is divided among those that it lies in: so neighbours are alike, and their values differ
     * less than their mean does by chance.
     *
     * @param interval how long an interval is, in batches; more than 1 counts as 1
     */
    public static Spread ofShared(double interval, double... batches) {
        return new Spread(new Spread(batches), 1 / (1 - Math.min(1, interval) / 3));
    }

    public double mean() {
        return mean;
    }

    /** Whether it can be compared. */
    public boolean isEnough() {
        return count >= LEAST;
    }

    /**
     * By how much two means may differ by chance: Welch's t-test, with Bonferroni's correction for so many comparisons. Both have
     * to be {@linkplain #isEnough enough}.
     *
     * @param comparisons that are made at once
     */
    public static double bound(Spread one, Spread other, int comparisons) {
        double sum = one.variance + other.variance;
        if (sum == 0) {
            return 0;
        }
        double freedom = sum
                * sum
                / (one.variance * one.variance / (one.count - 1) + other.variance * other.variance / (other.count - 1));
        double z = normal(CHANCE / Math.max(1, comparisons));
        return student(z, freedom) * Math.sqrt(sum);
    }

    /** The first terms of Student's quantile by the normal one: with 7 degrees of freedom the chance is 1.1 times as great. */
    private static double student(double z, double freedom) {
        double z2 = z * z;
        double first = (z2 + 1) / 4;
        double second = ((5 * z2 + 16) * z2 + 3) / 96;
        double third = (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
        double fourth = ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92_160;
        return z * (1 + (first + (second + (third + fourth / freedom) / freedom) / freedom) / freedom);
    }

    /** What a normal value exceeds on either side so seldom; by the tail's asymptote, good to 2 % below a chance of 0.01. */
    private static double normal(double chance) {
        double z = 2;
        for (int i = 0; i < ITERATIONS; i++) {
            z = Math.sqrt(2 * Math.log(Math.sqrt(2 / Math.PI) / (chance * z)));
        }
        return z;
    }
}
