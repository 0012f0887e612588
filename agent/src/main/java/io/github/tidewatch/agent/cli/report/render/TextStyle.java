package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.Style;
import io.github.tidewatch.metrics.Metric;

/** What the place can show to which the text goes. Immutable. */
public final class TextStyle {
    private static final int LEAST_WIDTH = 60;
    private static final int FILE_WIDTH = 120;
    private static final String BLOCKS = "\u2588\u2593\u2592\u2591\u00b7";
    private static final String LETTERS = "#+!o.";

    private final int width;
    private final boolean colours;
    private final String glyphs;

    /** Of this many columns, with or without colours, and with characters beyond ASCII or not. */
    public TextStyle(int width, boolean colours, boolean unicode) {
        this.width = Math.max(LEAST_WIDTH, width);
        this.colours = colours;
        this.glyphs = unicode ? BLOCKS : LETTERS;
    }

    /** For a file or another program. */
    static TextStyle plain() {
        return new TextStyle(FILE_WIDTH, false, true);
    }

    int width() {
        return width;
    }

    /** One cell of a bar. */
    char glyph(Metric part) {
        return glyphs.charAt(part.ordinal());
    }

    /** The text in the part's colour, where there are colours. */
    String coloured(Metric part, String text) {
        return colours ? Style.rgb(PartStyle.colour(part), text) : text;
    }

    String bold(String text) {
        return colours ? Style.BOLD.apply(text) : text;
    }
}
