package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.OutputFile;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.model.Summary;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The summary as one HTML file that needs nothing else: style, script, Chart.js and data are in it, and its content
 * security policy keeps it from the network. Where scripts are off, the text report stands in their place.
 */
public final class HtmlReport {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern WITH_HYPHENS =
            Pattern.compile("(?<![\\w-])(?=[\\w*-]{1,39}(?![\\w*-]))\\w+(?:-[\\w*]+)+");
    private static final int NOSCRIPT_ROWS = 50;

    private HtmlReport() {}

    /** Makes the file, or replaces it when all is written: what was there before stays if this fails. */
    public static void write(Summary summary, RowStacks stacks, Path file) throws IOException {
        OutputFile.write(file, out -> write(summary, stacks, out));
    }

    /** Writes all of it. */
    public static void write(Summary summary, RowStacks stacks, Writer out) throws IOException {
        String template = resource("report.html");
        Matcher placeholders = PLACEHOLDER.matcher(template);
        int from = 0;
        while (placeholders.find()) {
            out.append(template, from, placeholders.start());
            fill(placeholders.group(1), summary, stacks, out);
            from = placeholders.end();
        }
        out.append(template, from, template.length());
    }

    private static void fill(String placeholder, Summary summary, RowStacks stacks, Writer out) throws IOException {
        switch (placeholder) {
            case "headline":
                // A number and its unit stay on one line, and a name with hyphens.
                out.append(WITH_HYPHENS
                        .matcher(escaped(Headline.of(summary)).replaceAll("(\\d) (%|us|ms|s|h)(?!\\w)", "$1\u00a0$2"))
                        .replaceAll("<span class=\"word\">$0</span>"));
                break;
            case "style":
                out.append(resource("report.css"));
                break;
            case "chart":
                // Its map of sources is not here to be fetched.
                out.append(resource("chart.umd.js").replaceAll("//# sourceMappingURL=\\S+", ""));
                break;
            case "script":
                out.append(resource("report.js"));
                break;
            case "text":
                for (String line : TextReport.lines(summary, TextStyle.plain(), NOSCRIPT_ROWS, false)) {
                    out.append(escaped(line)).append('\n');
                }
                break;
            case "data":
                out.append(data(summary, stacks));
                break;
            default:
                throw new IllegalStateException("no such placeholder: " + placeholder);
        }
    }

    /** As JSON that no HTML parser takes for anything else. */
    private static String data(Summary summary, RowStacks stacks) throws IOException {
        StringWriter text = new StringWriter();
        try (Writer buffered = new BufferedWriter(text)) {
            HtmlData.write(summary, stacks, buffered);
        }
        return text.toString().replace("<", "\\u003c");
    }

    private static String escaped(String text) {
        return Text.printable(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
