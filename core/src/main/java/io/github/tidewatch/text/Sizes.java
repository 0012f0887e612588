package io.github.tidewatch.text;

import java.util.Locale;

/** Numbers of bytes as people read them, the same in all output: in powers of 1000, as the names of the units say. */
public final class Sizes {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final double STEP = 1000;
    private static final double WITHOUT_DIGITS = 99.95;

    private Sizes() {}

    /** In the unit that suits them, such as "512 B", "1.5 kB" or "205 MB". The HTML report's script rounds in the same way. */
    public static String text(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP - 0.5 && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        boolean whole = unit == 0 || value >= WITHOUT_DIGITS;
        return whole
                ? Math.round(value) + " " + UNITS[unit]
                : String.format(Locale.ROOT, "%.1f %s", Math.round(value * 10) / 10.0, UNITS[unit]);
    }
}
