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
    private final Map<String, DiffNode> children = new TreeMap<>();
    private final double[] sums = new double[2];
    private final double[][] stretches = new double[2][StacksOverTime.STRETCHES];
    private boolean isSpreadKnown = true;

    DiffNode(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Collection<DiffNode> children() {
        return children.values();
    }

    /** The frame within this one. */
    DiffNode child(String frame) {
        return children.computeIfAbsent(frame, DiffNode::new);
    }

    /**
     * Adds time of one of the recordings, the baseline (0) or the other (1).
     *
     * @param rates in each stretch of the recording; null if they are not known
     */
    void add(int recording, double rate, double[] rates) {
        sums[recording] += rate;
        isSpreadKnown &= rates != null;
        for (int i = 0; rates != null && i < rates.length; i++) {
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
        double least = LEAST_SHARE * Math.max(sums[0], sums[1]);
        if (!isSpreadKnown
                || Math.abs(difference)
                        <= Math.max(
                                least, Spread.bound(new Spread(stretches[0]), new Spread(stretches[1]), comparisons))) {
            return DiffColour.SAME;
        }
        return DiffColour.of(sums[1] / sums[0]);
    }
}
