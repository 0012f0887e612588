package io.github.tidewatch.agent.cli.console;

/** The style of a piece of text on a terminal that has colours (ECMA-48, "SGR"). */
public enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34"),
    MAGENTA("35"),
    CYAN("36"),
    HEADER("7");

    static final char ESCAPE = '\u001b';

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** The text in this style, whatever it goes to; {@link Screen#styled} asks whether colours are wanted. */
    public String apply(String text) {
        return this == PLAIN ? text : apply(code, text);
    }

    /** The text in a colour, as 0xRRGGBB. */
    public static String rgb(int colour, String text) {
        return apply("38;2;" + (colour >> 16) + ';' + (colour >> 8 & 0xff) + ';' + (colour & 0xff), text);
    }

    private static String apply(String code, String text) {
        return text.isEmpty() ? text : ESCAPE + "[" + code + "m" + text + ESCAPE + "[0m";
    }

    /** Where the style ends that begins at this place of a text; -1 if there is none. */
    static int endOf(String text, int escape) {
        int i = escape + 1;
        if (i >= text.length() || text.charAt(i) != '[') {
            return -1;
        }
        do {
            i++;
        } while (i < text.length() && (Character.isDigit(text.charAt(i)) || text.charAt(i) == ';'));
        return i < text.length() && text.charAt(i) == 'm' ? i + 1 : -1;
    }
}
