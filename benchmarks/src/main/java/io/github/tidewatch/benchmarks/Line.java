package io.github.tidewatch.benchmarks;

import io.github.tidewatch.benchmarks.measure.Spread;

/** One line of the table: what was measured, and what it is to be. Immutable. */
final class Line {
    private final String what;
    private final String unit;
    private final Spread value;
    private final Target target;

    /** What does not have a target has null for it, and what could not be measured null for its value. */
    Line(String what, String unit, Spread value, Target target) {
        this.what = what;
        this.unit = unit;
        this.value = value;
        this.target = target;
    }

    String what() {
        return what;
    }

    String unit() {
        return unit;
    }

    /** Null if it could not be measured. */
    Spread value() {
        return value;
    }

    /** Null if there is none. */
    Target target() {
        return target;
    }
}
