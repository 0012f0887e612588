package io.github.tidewatch.findings;

import io.github.tidewatch.text.PrintableText;
import java.util.Locale;

/** Numbers as they stand in sentences: three significant digits at most, in the English locale. */
final class Texts {
    private static final int LONGEST_NAME = 60;

    private Texts() {}

    /** A share of 1 as percent. */
    static String percent(double share) {
        return number(100 * share) + " %";
    }

    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 99.95 || value == Math.rint(value) ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** A thread's name as it can stand in a sentence: printable, and not of any length. */
    static String name(ThreadTotals thread) {
        String name = PrintableText.shortened(PrintableText.visible(thread.name()), LONGEST_NAME);
        return thread.threads() > 1 ? name + " (" + threads(thread.threads()) + ")" : name;
    }

    static String threads(int count) {
        return count == 1 ? "1 thread" : count + " threads";
    }

    static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
