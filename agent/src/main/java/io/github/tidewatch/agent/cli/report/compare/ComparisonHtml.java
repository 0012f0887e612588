package io.github.tidewatch.agent.cli.report.compare;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.JsonText;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.render.Format;
import io.github.tidewatch.agent.cli.report.render.HtmlTemplate;
import io.github.tidewatch.agent.cli.report.render.RowStacks;
import io.github.tidewatch.text.Durations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;

/** A comparison as one HTML file that needs nothing else: a table of all numbers, and flame graphs of what changed. */
public final class ComparisonHtml {
    private static final int WIDTH = 110;

    private ComparisonHtml() {}

    /**
     * Writes all of it.
     *
     * @param flames writes, as one JSON value, what the graphs are made of
     * @param withTable whether the numbers are wanted, or the flame graphs only
     */
    public static void write(Comparison comparison, RowStacks flames, boolean withTable, Writer out)
            throws IOException {
        HtmlTemplate.write(HtmlTemplate.resource(ComparisonHtml.class, "compare.html"), out, (placeholder, to) -> {
            switch (placeholder) {
                case "compareStyle":
                    to.append(HtmlTemplate.resource(ComparisonHtml.class, "compare.css"));
                    break;
                case "script":
                    to.append(HtmlTemplate.resource(ComparisonHtml.class, "compare.js"));
                    break;
                case "text":
                    to.append(HtmlTemplate.escapedLines(text(comparison)));
                    break;
                case "data":
                    to.append(HtmlTemplate.json(json -> data(comparison, flames, withTable, json)));
                    break;
                default:
                    throw new IllegalStateException("no such placeholder: " + placeholder);
            }
        });
    }

    private static String text(Comparison comparison) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Screen screen = Screen.of(text, text, WIDTH);
        ComparisonText.print(comparison, screen);
        screen.flush();
        return text.toString(StandardCharsets.UTF_8);
    }

    private static void data(Comparison comparison, RowStacks flames, boolean withTable, Writer out)
            throws IOException {
        JsonWriter json = JsonText.to(out);
        json.setSerializeNulls(true);
        json.beginObject();
        json.name("headline").value(ComparisonText.headline(comparison));
        json.name("zone").value(ZoneId.systemDefault().getId());
        json.name("recordings").beginArray();
        recording(comparison.baseline(), json);
        recording(comparison.now(), json);
        json.endArray();
        json.name("withTable").value(withTable);
        json.name("comparison");
        ComparisonText.write(comparison, json);
        json.name("flames");
        flames.write(json);
        json.endObject();
        json.flush();
    }

    private static void recording(Summary summary, JsonWriter json) throws IOException {
        json.beginObject();
        json.name("files").beginArray();
        for (Path file : summary.files()) {
            json.value(String.valueOf(file.getFileName()));
        }
        json.endArray();
        json.name("begin").value(Format.dateAndTime(summary.begin()));
        json.name("length").value(Durations.text(summary.length()));
        json.name("threads").value(summary.threadCount());
        json.name("warnings").beginArray();
        for (String warning : summary.warnings()) {
            json.value(warning);
        }
        json.endArray();
        json.endObject();
    }
}
