package io.github.tidewatch.agent.cli.console;

import io.github.tidewatch.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.WCWidth;

/** How texts and numbers are written for people. */
public final class Text {
    /** What stands where a number is not known: never 0. */
    public static final String UNKNOWN = "?";

    /** What stands where this kernel has no such number. */
    public static final String NONE = "-";

    private static final String[] MAGNITUDES = {"", "k", "M", "G", "T", "P", "E"};

    private Text() {}

    /** The text of others without what would steer a terminal, in one line: names of threads may hold anything. */
    public static String printable(String text) {
        return PrintableText.of(text);
    }

    /** How many columns a terminal takes for the text: two for each wide character, none for a mark on another. */
    public static int columns(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x300) {
                columns++;
            } else {
                int point = text.codePointAt(i);
                columns += width(point);
                i += Character.charCount(point) - 1;
            }
        }
        return columns;
    }

    private static int width(int point) {
        return point < 0x300 ? 1 : Math.max(0, WCWidth.wcwidth(point));
    }

    /** Filled up with spaces on the right. */
    public static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - columns(text)));
    }

    /** Filled up with spaces on the left. */
    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - columns(text))) + text;
    }

    /** Not longer than {@code width}: the middle is left out, as both ends of a thread's name matter. */
    public static String fit(String text, int width) {
        // Marks take no columns, but are no reason to print a text of any length.
        String bounded = PrintableText.shortened(text, Math.max(4, 4 * width));
        if (columns(bounded) <= width) {
            return bounded;
        }
        String head = head(bounded, Math.max(0, (width - 2) / 2));
        return head + ".." + tail(bounded, Math.max(0, width - 2 - columns(head)));
    }

    /** Not longer than {@code width}: what is too much at the end is left out. */
    public static String cut(String text, int width) {
        return columns(text) <= width ? text : head(text, width);
    }

    private static String head(String text, int width) {
        int left = width;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            left -= width(point);
            if (left < 0) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    private static String tail(String text, int width) {
        int left = width;
        int begin = text.length();
        int cut = begin;
        while (begin > 0) {
            int point = text.codePointBefore(begin);
            left -= width(point);
            if (left < 0) {
                break;
            }
            begin -= Character.charCount(point);
            cut = PrintableText.isMark(point) ? cut : begin;
        }
        return text.substring(cut);
    }

    /**
     * Breaks a text between words into lines of at most {@code width} columns, unless a word is longer. The first line begins
     * with {@code first}, the others with {@code next}.
     */
    public static List<String> wrap(String text, int width, String first, String next) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        int used = columns(first);
        boolean empty = true;
        for (String word : printable(text).split(" ", -1)) {
            int more = columns(word);
            if (!empty && used + 1 + more > width) {
                lines.add(line.toString());
                line = new StringBuilder(next);
                used = columns(next);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            used += more + (empty ? 0 : 1);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /** Nanoseconds as milliseconds with three decimals. */
    public static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
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
