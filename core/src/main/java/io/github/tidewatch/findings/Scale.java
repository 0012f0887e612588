package io.github.tidewatch.findings;

/** From a measured value to a score between 0 and 100. */
final class Scale {
    /** The score at the lower of two thresholds. */
    static final double INFORMATION = 25;
    /** The score at the higher one. */
    static final double WARNING = 75;

    private static final double PER_DOUBLING = 0.9;

    private Scale() {}

    /**
     * Grows with the value in straight lines: 0 at 0, 25 at {@code information}, 75 at {@code warning}, 100 at {@code most}
     * and beyond.
     */
    static double score(double value, double information, double warning, double most) {
        if (value < information) {
            return INFORMATION * Math.max(0, value) / information;
        }
        if (value < warning) {
            return INFORMATION + (WARNING - INFORMATION) * (value - information) / (warning - information);
        }
        return value < most ? WARNING + (100 - WARNING) * (value - warning) / (most - warning) : 100;
    }

    /** Grows with the number of threads: each doubling takes a tenth off what is missing to 100. */
    static double spread(double score, int threads) {
        if (threads < 2 || score < INFORMATION) {
            return score;
        }
        return 100 - (100 - score) * Math.pow(PER_DOUBLING, Math.log(threads) / Math.log(2));
    }
}
