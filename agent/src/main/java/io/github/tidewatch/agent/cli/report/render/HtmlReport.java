package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.OutputFile;
import io.github.tidewatch.agent.cli.report.model.Summary;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The summary as one HTML file that needs nothing else: style, script, Chart.js and data are in it, and its content
 * security policy keeps it from the network. Where scripts are off, the text report stands in their place.
 */
public final class HtmlReport {
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
        HtmlTemplate.write(
                HtmlTemplate.resource(HtmlReport.class, "report.html"),
                out,
                (placeholder, to) -> fill(placeholder, summary, stacks, to));
    }

    private static void fill(String placeholder, Summary summary, RowStacks stacks, Writer out) throws IOException {
        switch (placeholder) {
            case "headline":
                // A number and its unit stay on one line, and a name with hyphens.
                out.append(WITH_HYPHENS
                        .matcher(HtmlTemplate.escaped(Headline.of(summary))
                                .replaceAll("(\\d) (%|us|ms|s|h)(?!\\w)", "$1\u00a0$2"))
                        .replaceAll("<span class=\"word\">$0</span>"));
                break;
            case "chart":
                // Its map of sources is not here to be fetched.
                out.append(HtmlTemplate.resource(HtmlReport.class, "chart.umd.js")
                        .replaceAll("//# sourceMappingURL=\\S+", ""));
                break;
            case "script":
                out.append(HtmlTemplate.resource(HtmlReport.class, "report.js"));
                break;
            case "text":
                for (String line : TextReport.lines(summary, TextStyle.plain(), NOSCRIPT_ROWS, false)) {
                    out.append(HtmlTemplate.escaped(line)).append('\n');
                }
                break;
            case "data":
                out.append(HtmlTemplate.json(to -> HtmlData.write(summary, stacks, to)));
                break;
            default:
                throw new IllegalStateException("no such placeholder: " + placeholder);
        }
    }
}
