package io.github.tidewatch.agent.cli.report.check;

import java.util.function.DoubleUnaryOperator;

/**
 * What is known of a value: within which bounds it is, and within which it would be had others on the host taken nothing.
 * Immutable, in the unit of whoever made it.
 */
final class Evidence {
    private final double value;
    private final double low;
    private final double high;
    private final double lowAlone;
    private final double highAlone;
    private final String unknown;
    private final String others;

    private Evidence(
            double value, double low, double high, double lowAlone, double highAlone, String unknown, String others) {
        this.value = value;
        this.low = low;
        this.high = high;
        this.lowAlone = lowAlone;
        this.highAlone = highAlone;
        this.unknown = unknown;
        this.others = others;
    }

    /**
     * A value of which is known that it is between two others.
     *
     * @param unknown what is not known of it; empty if all is
     */
    static Evidence of(double value, double low, double high, String unknown) {
        return new Evidence(value, low, high, low, high, unknown, "");
    }

    /** The same, where the value might be so much smaller or larger without others; says of whom that is known. */
    Evidence alone(double smallerBy, double largerBy, String why) {
        return new Evidence(value, low, high, Math.max(0, low - smallerBy), high + largerBy, unknown, why);
    }

    /** The same in another unit. */
    Evidence in(DoubleUnaryOperator unit) {
        return new Evidence(
                unit.applyAsDouble(value),
                unit.applyAsDouble(low),
                unit.applyAsDouble(high),
                unit.applyAsDouble(lowAlone),
                unit.applyAsDouble(highAlone),
                unknown,
                others);
    }

    double value() {
        return value;
    }

    /** What an assertion comes to. */
    Outcome.Result against(Bound bound) {
        if (bound.holds(low) && bound.holds(high)) {
            return Outcome.Result.HOLDS;
        }
        return bound.holds(lowAlone) || bound.holds(highAlone) ? Outcome.Result.INCONCLUSIVE : Outcome.Result.FAILS;
    }

    /** Why nothing can be said of it. */
    String doubt(Bound bound) {
        return bound.holds(low) || bound.holds(high) || others.isEmpty() ? unknown : others;
    }
}
