package io.github.tidewatch.agent.cli.report.flame;

import io.github.tidewatch.agent.cli.report.model.Spread;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** A frame of two recordings within the same outer frames. Nanoseconds in each second of a recording. For one thread at a time. */
final class DiffNode {
    /** Of the greater of the two: a difference below does not matter. */
    private static final double LEAST_SHARE = 0.05;

    private final String name;
    private final DiffChance chance;
    private final Map<String, DiffNode> children = new TreeMap<>();
    private final double[] sums = new double[2];

    /** Of a recording in which the frame is; null of the other. */
    private final double[][] stretches = new double[2][];

    private boolean isSpreadKnown = true;

    DiffNode(String name, DiffChance chance) {
        this.name = name;
        this.chance = chance;
    }

    String name() {
        return name;
    }

    Collection<DiffNode> children() {
        return children.values();
    }

    /** The frame within this one. */
    DiffNode child(String frame) {
        return children.computeIfAbsent(frame, any -> new DiffNode(any, chance));
    }

    /** The same; null if it was never asked for, or is narrower than what is kept. */
    DiffNode childIfKept(String frame) {
        return children.get(frame);
    }

    /** Forgets the frames within this one that have less in both recordings. */
    void keep(double... least) {
        children.values().removeIf(child -> !child.has(0, least[0]) && !child.has(1, least[1]));
    }

    /** Whether it has any time in the recording, and so much. */
    boolean has(int recording, double least) {
        return sums[recording] > 0 && sums[recording] >= least;
    }

    /** Adds time of one of the recordings, the baseline (0) or the other (1). */
    void add(int recording, double rate) {
        sums[recording] += rate;
    }

    /**
     * Adds how the same time is distributed.
     *
     * @param rates in each stretch of the recording; null if they are not known
     */
    void addStretches(int recording, double[] rates) {
        isSpreadKnown &= rates != null;
        if (stretches[recording] == null && isSpreadKnown) {
            stretches[recording] = new double[StacksOverTime.STRETCHES];
        }
        for (int i = 0; isSpreadKnown && i < rates.length; i++) {
            stretches[recording][i] += rates[i];
        }
    }

    /** Its time in the baseline (0) or the other recording (1). */
    double sum(int recording) {
        return sums[recording];
    }

    /** How much it changed by more than chance, told among so many frames. */
    DiffColour colour(int comparisons) {
        double difference = sums[1] - sums[0];
        if (Math.abs(difference) <= LEAST_SHARE * Math.max(sums[0], sums[1])) {
            return DiffColour.SAME;
        }
        if (!isSpreadKnown || !chance.isKnown()) {
            return DiffColour.UNKNOWN;
        }
        return Math.abs(difference) <= Spread.bound(spread(0), spread(1), comparisons)
                ? DiffColour.SAME
                : DiffColour.of(sums[1] / sums[0]);
    }

    private Spread spread(int recording) {
        double[] rates = stretches[recording] == null ? new double[StacksOverTime.STRETCHES] : stretches[recording];
        return Spread.ofShared(chance.interval(recording), rates);
    }
}
