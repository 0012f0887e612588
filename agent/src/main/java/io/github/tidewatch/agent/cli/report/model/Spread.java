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

    public double mean() {
        return mean;
    }

    /** Whether it can be compared. */
    public boolean isEnough() {
        return count >= LEAST;
    }

    /**
     * By how much two means may differ by chance: Welch's t-test, with Bonferroni's correction for so many comparisons.
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
        double t = z * (1 + (z * z + 1) / (4 * freedom)); // the first terms of Student's quantile by the normal one
        return t * Math.sqrt(sum);
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
