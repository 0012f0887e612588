package io.github.tidewatch.findings;

import java.util.HashMap;
import java.util.Map;

/** The values of thresholds: the defaults, but for those that were set. Immutable. */
public final class Thresholds {
    /** None set. */
    public static final Thresholds DEFAULTS = new Thresholds(Map.of());

    private final Map<String, Double> set;

    private Thresholds(Map<String, Double> set) {
        this.set = set;
    }

    /** These, with one more set. */
    public Thresholds with(Threshold threshold, double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException(threshold.id() + "=" + value + ": it must be 0 or more");
        }
        Map<String, Double> more = new HashMap<>(set);
        more.put(threshold.id(), value);
        return new Thresholds(Map.copyOf(more));
    }

    /** The value that is set, else the default, in the unit of the threshold. */
    public double get(Threshold threshold) {
        return set.getOrDefault(threshold.id(), threshold.defaultValue());
    }
}
