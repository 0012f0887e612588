package io.github.tidewatch.agent.cli.man;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes text in the macros of man(7). For one thread. */
final class Roff {
    private static final Pattern STYLE = Pattern.compile("(?:\u001b\\[[\\d;]*m)+");
    private static final Pattern SPECIAL = Pattern.compile("[-\\\\'`^~]");

    private final StringBuilder text = new StringBuilder();

    Roff title(String page, String section, String version, String manual) {
        // No date: the same source makes the same page.
        text.append(String.format(".TH \"%s\" \"%s\" \"\" \"%s\" \"%s\"%n", escape(page), section, version, manual));
        text.append(".nh\n.ad l\n");
        return this;
    }

    Roff section(String heading) {
        text.append(".SH ").append(escape(heading)).append('\n');
        return this;
    }

    /** An entry of a list: what it is about, and below that, indented, what is said of it. */
    Roff item(String about, String description) {
        text.append(".TP\n")
                .append(fonts(about))
                .append('\n')
                .append(fonts(description.strip()))
                .append('\n');
        return this;
    }

    /** Paragraphs, with empty lines between them. A line stays one, and as it is if it begins with a blank. */
    Roff paragraphs(String lines) {
        boolean asIs = false;
        boolean within = false;
        for (String line : lines.stripTrailing().split("\\R", -1)) {
            if (line.startsWith(" ") != asIs) {
                asIs = !asIs;
                text.append(asIs ? ".nf\n" : ".fi\n");
            }
            text.append(within && !asIs && !line.isBlank() ? ".br\n" : "");
            text.append(line.isBlank() ? ".PP" : fonts(line.stripTrailing())).append('\n');
            within = !line.isBlank() && !asIs;
        }
        if (asIs) {
            text.append(".fi\n");
        }
        return this;
    }

    /** Escapes what roff would obey, and turns a terminal's bold and italic into fonts. */
    private static String fonts(String styled) {
        StringBuilder line = new StringBuilder();
        Matcher styles = STYLE.matcher(styled);
        int from = 0;
        while (styles.find()) {
            line.append(escape(styled.substring(from, styles.start())));
            line.append(font(styles.group()));
            from = styles.end();
        }
        line.append(escape(styled.substring(from)));
        return line.indexOf(".") == 0 ? "\\&" + line : line.toString();
    }

    private static String font(String codes) {
        return codes.endsWith("[1m") ? "\\fB" : codes.endsWith("[3m") ? "\\fI" : "\\fR";
    }

    /** As ASCII, where roff would set typographic characters that nobody can paste into a shell. */
    private static String escape(String plain) {
        return SPECIAL.matcher(plain).replaceAll(found -> {
            switch (found.group()) {
                case "-":
                    return "\\\\-";
                case "\\":
                    return "\\\\(rs";
                case "'":
                    return "\\\\(aq";
                case "`":
                    return "\\\\(ga";
                case "^":
                    return "\\\\(ha";
                default:
                    return "\\\\(ti";
            }
        });
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
