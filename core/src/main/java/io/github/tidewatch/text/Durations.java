package io.github.tidewatch.text;

import java.util.Locale;

/** Lengths of time as people read them, the same in all output. */
public final class Durations {
    private static final double MICRO = 1e3;
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;
    private static final double HOUR = 3600;

    private Durations() {}

    /**
     * Nanoseconds in the unit that suits them, such as "250 us", "1.5 ms", "11.65 s", "5079 s" or "30.1 h". The HTML report's
     * script rounds in the same way.
     */
    public static String text(double nanos) {
        if (nanos == 0) {
            return "0 s";
        }
        if (nanos < 999.5 * MICRO) {
            return rounded(nanos / MICRO, 0) + " us";
        }
        if (nanos < 999.5 * MILLI) {
            return rounded(nanos / MILLI, nanos < 9.95 * MILLI ? 1 : 0) + " ms";
        }
        double seconds = nanos / SECOND;
        return seconds >= 100_000
                ? rounded(seconds / HOUR, 1) + " h"
                : rounded(seconds, seconds >= 999.995 ? 0 : 2) + " s";
    }

    private static String rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return String.format(Locale.ROOT, "%." + digits + "f", Math.round(value * scale) / scale);
    }
}
