package io.github.tidewatch.findings;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Evaluates one check. Stateless. */
interface Rule {
    /**
     * Evaluates it.
     *
     * @param limits the values of its {@link #limits}, by their names
     */
    RuleResult evaluate(RuleInput input, ToDoubleFunction<String> limits);

    /** What it compares, and why its thresholds are sound. */
    String description();

    /** What it compares with; the ids are completed by the check's. */
    List<Limit> limits();

    /** A threshold without its check. */
    final class Limit {
        static final String INFORMATION = "information";
        static final String WARNING = "warning";

        final String name;
        final String label;
        final String description;
        final Threshold.Unit unit;
        final double value;

        private Limit(String name, String label, String description, Threshold.Unit unit, double value) {
            this.name = name;
            this.label = label;
            this.description = description;
            this.unit = unit;
            this.value = value;
        }

        /** The two limits that most checks have. */
        static List<Limit> both(String what, Threshold.Unit unit, double information, double warning) {
            return List.of(
                    new Limit(
                            INFORMATION,
                            "Information limit",
                            what + " from which on this is worth knowing",
                            unit,
                            information),
                    new Limit(WARNING, "Warning limit", what + " from which on this is a warning", unit, warning));
        }
    }
}
