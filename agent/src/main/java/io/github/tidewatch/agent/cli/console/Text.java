package io.github.tidewatch.agent.cli.console;

import java.util.Locale;

/** How texts and numbers are written for people. */
public final class Text {
    /** What stands where a number is not known: never 0. */
    public static final String UNKNOWN = "?";

    /** What stands where this kernel has no such number. */
    public static final String NONE = "-";

    private static final String[] MAGNITUDES = {"", "k", "M", "G", "T", "P", "E"};

    private Text() {}

    /** The text without what would steer a terminal: names of threads and processes may hold anything. */
    public static String printable(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                clean = clean == null ? new StringBuilder(text) : clean;
                clean.setCharAt(i, '?');
            }
        }
        return clean == null ? text : clean.toString();
    }

    /** How many columns the text takes, as far as each character takes one. */
    static int columns(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Filled up with spaces on the right. */
    public static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - columns(text)));
    }

    /** Filled up with spaces on the left. */
    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - columns(text))) + text;
    }

    /** Not longer than {@code width}: the middle is left out, as both ends of a thread's name tell something. */
    public static String fit(String text, int width) {
        if (columns(text) <= width) {
            return text;
        }
        int head = Math.max(0, (width - 2) / 2);
        int tail = Math.max(0, width - 2 - head);
        return text.substring(0, text.offsetByCodePoints(0, head))
                + ".."
                + text.substring(text.offsetByCodePoints(text.length(), -tail));
    }

    /** Not longer than {@code width}: what is too much at the end is left out. */
    public static String cut(String text, int width) {
        return columns(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width));
    }

    /** Nanoseconds as milliseconds with three decimals. */
    public static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }

    /** A length of time in the unit that suits it, such as "1.50 s" or "250 ms". */
    public static String time(long nanos) {
        if (nanos < 999_500) {
            return String.format(Locale.ROOT, "%.0f us", nanos / 1e3);
        }
        if (nanos < 999_500_000) {
            return String.format(Locale.ROOT, nanos < 9_950_000 ? "%.1f ms" : "%.0f ms", nanos / 1e6);
        }
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    /** A number in at most five characters, with a magnitude of 1000 where it needs one. */
    public static String amount(double number) {
        double rest = number;
        int magnitude = 0;
        while (rest >= 999.5 && magnitude < MAGNITUDES.length - 1) {
            rest /= 1000;
            magnitude++;
        }
        String digits = magnitude == 0 || rest >= 99.5 ? Long.toString(Math.round(rest)) : oneDecimal(rest);
        return digits + MAGNITUDES[magnitude];
    }

    /** A number with one decimal. Hundreds of these are on a screen, and a {@link java.util.Formatter} costs 2 us each. */
    public static String oneDecimal(double number) {
        long tenths = Math.round(Math.abs(number) * 10);
        return (number < 0 && tenths > 0 ? "-" : "") + tenths / 10 + "." + tenths % 10;
    }
}
