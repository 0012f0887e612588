package io.github.tidewatch.text;

/**
 * The one place that makes the text of others printable: what a terminal would obey, what turns a line around, what is
 * not seen and what ends a line is replaced. Each method may be called by any thread.
 */
public final class PrintableText {
    private static final char REPLACEMENT = '?';
    private static final String OMISSION = "..";
    private static final int FIRST_TAG = 0xE0000;
    private static final int LAST_TAG = 0xE0FFF;

    private PrintableText() {}

    /**
     * The text in one line. Tabs, line ends and separators of lines and paragraphs become a space; other control
     * characters, escapes included, directional and zero-width characters and halves of surrogate pairs become a question
     * mark.
     */
    public static String of(String text) {
        return cleaned(text, false);
    }

    /** The same, but tabs and line feeds stay. */
    public static String lines(String text) {
        return cleaned(text, true);
    }

    private static String cleaned(String text, boolean keepsLines) {
        int i = 0;
        while (i < text.length() && isHarmless(text.charAt(i), keepsLines)) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, i);
        for (int point; i < text.length(); i += Character.charCount(point)) {
            point = text.codePointAt(i);
            boolean harmless = point < 0x80 && isHarmless((char) point, keepsLines);
            clean.appendCodePoint(harmless ? point : replaced(point));
        }
        return clean.toString();
    }

    private static boolean isHarmless(char c, boolean keepsLines) {
        return (c >= ' ' && c < 0x7f) || (keepsLines && (c == '\n' || c == '\t'));
    }

    private static int replaced(int point) {
        switch (Character.getType(point)) {
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
                return ' ';
            case Character.CONTROL:
                return Character.isWhitespace(point) || point == 0x85 ? ' ' : REPLACEMENT;
            case Character.FORMAT:
            case Character.SURROGATE:
                return REPLACEMENT;
            default:
                return point >= FIRST_TAG && point <= LAST_TAG ? REPLACEMENT : point;
        }
    }

    /** Whether {@link #of} would replace this character. */
    public static boolean isPrintable(int codePoint) {
        return codePoint >= ' ' && replaced(codePoint) == codePoint;
    }

    /**
     * The printable text in at most {@code most} characters (code points): where it is longer, its middle is left out, as
     * names differ at their ends. Never cuts a character from the marks that combine with it.
     *
     * @param most 4 or more
     */
    public static String shortened(String text, int most) {
        if (text.length() <= most) {
            return of(text);
        }
        if (text.codePointCount(0, text.length()) <= most) {
            return of(text);
        }
        int head = (most - OMISSION.length()) / 2;
        int tail = most - OMISSION.length() - head;
        return of(head(text, head)) + OMISSION + of(tail(text, tail));
    }

    /** A name as it is, but in quotation marks where it would be nothing to see. */
    public static String visible(String name) {
        return name.isBlank() ? '"' + name + '"' : name;
    }

    /** At most so many code points of the beginning. */
    private static String head(String text, int points) {
        int end = text.offsetByCodePoints(0, points);
        while (end > 0 && isMark(text.codePointAt(end))) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    private static String tail(String text, int points) {
        int begin = text.offsetByCodePoints(text.length(), -points);
        while (begin < text.length() && isMark(text.codePointAt(begin))) {
            begin = text.offsetByCodePoints(begin, 1);
        }
        return text.substring(begin);
    }

    /** Whether it combines with the character before it. */
    public static boolean isMark(int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK:
            case Character.ENCLOSING_MARK:
            case Character.COMBINING_SPACING_MARK:
                return true;
            default:
                return false;
        }
    }
}
