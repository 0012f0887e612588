package io.github.tidewatch.benchmarks.measure;

import java.util.Arrays;

/** The median of some rounds, and between what the middle half of them lies. Immutable. */
public final class Spread {
    private final double median;
    private final double low;
    private final double high;
    private final int rounds;

    private Spread(double median, double low, double high, int rounds) {
        this.median = median;
        this.low = low;
        this.high = high;
        this.rounds = rounds;
    }

    /**
     * The spread of what was measured.
     *
     * @throws IllegalArgumentException if there is nothing
     */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values to take a median of");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75), sorted.length);
    }

    /** Between two values in proportion, as R does it by default (type 7 of Hyndman and Fan). */
    private static double quantile(double[] sorted, double part) {
        double at = part * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    public double median() {
        return median;
    }

    /** The lower quartile. */
    public double low() {
        return low;
    }

    /** The upper quartile. */
    public double high() {
        return high;
    }

    public int rounds() {
        return rounds;
    }
}
