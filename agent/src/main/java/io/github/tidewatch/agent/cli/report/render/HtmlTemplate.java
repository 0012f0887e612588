package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.Text;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** HTML pages that need nothing else: a text with placeholders such as {@code {{data}}}, and what is written in their place. */
public final class HtmlTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private HtmlTemplate() {}

    /** Writes what stands in a placeholder's place. */
    public interface Filling {
        void write(String placeholder, Writer out) throws IOException;
    }

    /** Writes data. */
    public interface Content {
        void write(Writer out) throws IOException;
    }

    /** Writes a page; of the placeholders {@code style} and {@code common} are what all pages have. */
    public static void write(String template, Writer out, Filling filling) throws IOException {
        Matcher placeholders = PLACEHOLDER.matcher(template);
        int from = 0;
        while (placeholders.find()) {
            out.append(template, from, placeholders.start());
            String placeholder = placeholders.group(1);
            if (placeholder.equals("style")) {
                out.append(resource(HtmlTemplate.class, "report.css"));
            } else if (placeholder.equals("common")) {
                out.append(resource(HtmlTemplate.class, "common.js"));
            } else {
                filling.write(placeholder, out);
            }
            from = placeholders.end();
        }
        out.append(template, from, template.length());
    }

    /** As JSON that no HTML parser takes for anything else. */
    public static String json(Content content) throws IOException {
        StringWriter text = new StringWriter();
        try (Writer buffered = new BufferedWriter(text)) {
            content.write(buffered);
        }
        return text.toString().replace("<", "\\u003c");
    }

    /** Text that is no markup, and printable. */
    public static String escaped(String text) {
        return Text.printable(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The same of several lines. */
    public static String escapedLines(String lines) {
        return lines.lines().map(HtmlTemplate::escaped).collect(Collectors.joining("\n"));
    }

    /** A text of the jar, beside a class. */
    public static String resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
