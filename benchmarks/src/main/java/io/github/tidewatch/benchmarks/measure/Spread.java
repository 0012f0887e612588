package io.github.tidewatch.benchmarks.measure;

import java.util.Arrays;

/** The median of some rounds, between what the middle half of them lies, and how sure the median is. Immutable. */
public final class Spread {
    /** 95 of 100 times the true median lies between two of the values, by the normal approximation of their ranks. */
    private static final double SIGMAS = 1.96;

    private final double median;
    private final double low;
    private final double high;
    private final int rounds;
    private final double least;
    private final double most;

    private Spread(double median, double low, double high, double least, double most, int rounds) {
        this.median = median;
        this.low = low;
        this.high = high;
        this.least = least;
        this.most = most;
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
        int rank = (int) Math.max(0, Math.floor(sorted.length / 2.0 - SIGMAS * Math.sqrt(sorted.length) / 2));
        return new Spread(
                quantile(sorted, 0.5),
                quantile(sorted, 0.25),
                quantile(sorted, 0.75),
                sorted[rank],
                sorted[sorted.length - 1 - rank],
                sorted.length);
    }

    /** Between two values in proportion, as R does it by default (type 7 of Hyndman and Fan). */
    private static double quantile(double[] sorted, double part) {
        double at = part * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** The same with each value less so much. */
    public Spread less(double by) {
        return new Spread(median - by, low - by, high - by, least - by, most - by, rounds);
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

    /** The least that the true median is, 95 of 100 times together with {@link #most}. */
    public double least() {
        return least;
    }

    /** The most that the true median is. */
    public double most() {
        return most;
    }

    public int rounds() {
        return rounds;
    }
}
