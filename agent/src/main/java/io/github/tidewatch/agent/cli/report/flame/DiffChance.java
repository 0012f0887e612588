package io.github.tidewatch.agent.cli.report.flame;

/** What is known of chance in two recordings, the baseline (0) and the other (1). Immutable. */
final class DiffChance {
    private final boolean isKnown;
    private final double[] intervals;

    /**
     * Of recordings with intervals of these lengths.
     *
     * @param isKnown whether they have enough intervals
     * @param intervals in stretches of {@link StacksOverTime}
     */
    DiffChance(boolean isKnown, double... intervals) {
        this.isKnown = isKnown;
        this.intervals = intervals.clone();
    }

    boolean isKnown() {
        return isKnown;
    }

    /** How long the intervals of a recording are, in stretches. */
    double interval(int recording) {
        return intervals[recording];
    }
}
