package io.github.tidewatch.agent.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.spans.SpanJson;
import io.github.tidewatch.agent.cli.report.spans.SpanStatistics;
import io.github.tidewatch.agent.cli.report.spans.SpanText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what recordings say of spans. */
final class SpanReport {
    private SpanReport() {}

    static void write(SpanStatistics spans, Screen screen, boolean json, int most) {
        warn(spans, screen);
        if (spans.isEmpty()) {
            throw new CommandFailure(whyNone(spans.summary()));
        }
        if (!json) {
            SpanText.print(spans, screen, most);
            return;
        }
        try (JsonWriter writer = screen.json()) {
            SpanJson.write(spans, writer);
        } catch (IOException e) {
            throw new CommandFailure("the report cannot be written: " + ErrorText.of(e), e);
        }
    }

    private static void warn(SpanStatistics spans, Screen screen) {
        List<String> warnings = new ArrayList<>(spans.summary().warnings());
        if (spans.unreadable() > 0) {
            warnings.add(spans.unreadable() + " spans make no sense, so they are not counted.");
        }
        if (spans.waitsLeftOut() > 0) {
            warnings.add(
                    spans.waitsLeftOut() + " waits were too many to be kept: what spans waited for is known in part.");
        }
        if (spans.causesLeftOut() > 0) {
            warnings.add(spans.causesLeftOut()
                    + " records of causes were too many to be kept: why spans did not get a CPU is known in part.");
        }
        warnings.forEach(warning -> screen.err().println("warning: " + Text.printable(warning)));
    }

    private static String whyNone(Summary summary) {
        List<String> lines = new ArrayList<>();
        lines.add(summary.files().stream().map(Object::toString).collect(Collectors.joining(", "))
                + " has no span that was asked for. One of these may be why:");
        summary.status().missing().forEach(line -> lines.add("  - missing: " + line));
        lines.add(
                "  - the JVM has no spans: name methods in the agent's option spans, or open spans with tidewatch-api");
        lines.add("  - none took as long as the event's threshold: record with +tidewatch.Span#threshold=1ms");
        lines.add("  - the recording's settings switch the event off: record with +tidewatch.Span#enabled=true");
        lines.add("  - --from, --to or --thread leave out all");
        return String.join(System.lineSeparator(), lines);
    }
}
