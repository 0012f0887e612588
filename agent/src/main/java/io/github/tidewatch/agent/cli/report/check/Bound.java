package io.github.tidewatch.agent.cli.report.check;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.text.Sizes;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A number with its unit, and on which side of it a value has to be. Immutable. */
final class Bound {
    /** What a value is divided by. */
    enum Per {
        /** Nothing: it is a sum. */
        WHOLE,
        /** The threads' recorded time, in percent. */
        PERCENT,
        /** A second of the recording. */
        SECOND
    }

    private static final String PER_SECOND = "/s";
    private static final Map<String, Double> TIMES =
            units("ns", 1, "us", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);
    private static final Map<String, Double> BYTES = units("B", 1, "kB", 1e3, "MB", 1e6, "GB", 1e9, "TB", 1e12);

    private final String operator;
    private final double value;
    private final Per per;
    private final Metric.Unit unit;

    private Bound(String operator, double value, Per per, Metric.Unit unit) {
        this.operator = operator;
        this.value = value;
        this.per = per;
        this.unit = unit;
    }

    private static Map<String, Double> units(Object... pairs) {
        Map<String, Double> units = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            units.put((String) pairs[i], ((Number) pairs[i + 1]).doubleValue());
        }
        return units;
    }

    /**
     * Understands a bound.
     *
     * @throws IllegalArgumentException if the measure has no such unit; the message says which it has
     */
    static Bound of(Measure measure, String operator, double number, String unit) {
        Metric.Unit counts = measure.unit();
        boolean ofGroups = !measure.isOfSpans();
        if (counts == Metric.Unit.NANOSECONDS && ofGroups && unit.equals("%")) {
            return new Bound(operator, number, Per.PERCENT, counts);
        }
        boolean perSecond = counts != Metric.Unit.NANOSECONDS && unit.endsWith(PER_SECOND);
        String plain = perSecond ? unit.substring(0, unit.length() - PER_SECOND.length()) : unit;
        Double factor = counts == Metric.Unit.NANOSECONDS
                ? TIMES.get(plain)
                : counts == Metric.Unit.BYTES ? BYTES.get(plain) : plain.isEmpty() ? Double.valueOf(1) : null;
        if (factor == null) {
            throw new IllegalArgumentException(
                    (unit.isEmpty() ? "a unit is missing" : "the unit is not " + unit) + ": " + allowed(measure) + ".");
        }
        return new Bound(operator, number * factor, perSecond ? Per.SECOND : Per.WHOLE, counts);
    }

    private static String allowed(Measure measure) {
        switch (measure.unit()) {
            case NANOSECONDS:
                return measure.name() + " takes " + (measure.isOfSpans() ? "" : "% of the threads' time, or ")
                        + String.join(", ", TIMES.keySet());
            case BYTES:
                return measure.name() + " takes " + String.join(", ", BYTES.keySet()) + ", each also with /s";
            default:
                return measure.name() + " takes none, or /s";
        }
    }

    Per per() {
        return per;
    }

    /** Whether a smaller value is better. */
    boolean isUpper() {
        return operator.startsWith("<");
    }

    /** Whether a value, in the bound's own unit, keeps to it. */
    boolean holds(double of) {
        switch (operator) {
            case "<":
                return of < value;
            case "<=":
                return of <= value;
            case ">":
                return of > value;
            default:
                return of >= value;
        }
    }

    /** A value of this bound's kind for people. */
    String text(double of) {
        if (per == Per.PERCENT) {
            return String.format(Locale.ROOT, of != 0 && Math.abs(of) < 0.095 ? "%.2f %%" : "%.1f %%", of);
        }
        String rate = per == Per.SECOND ? PER_SECOND : "";
        switch (unit) {
            case NANOSECONDS:
                return Durations.text(of);
            case BYTES:
                return Sizes.text(Math.round(of)) + rate;
            default:
                return (per == Per.SECOND ? String.format(Locale.ROOT, "%.1f", of) : Long.toString(Math.round(of)))
                        + rate;
        }
    }
}
