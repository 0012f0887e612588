package io.github.tidewatch.agent.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.console.OutputFile;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.compare.ComparedRecording;
import io.github.tidewatch.agent.cli.report.compare.Comparison;
import io.github.tidewatch.agent.cli.report.compare.ComparisonHtml;
import io.github.tidewatch.agent.cli.report.compare.ComparisonText;
import io.github.tidewatch.agent.cli.report.compare.SpanSeries;
import io.github.tidewatch.agent.cli.report.flame.FlameDiff;
import io.github.tidewatch.agent.cli.report.flame.FlameGraphs;
import io.github.tidewatch.agent.cli.report.flame.FlamePart;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.text.Sizes;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads two recordings, and writes what changed. For one thread at a time. */
final class CompareReport {
    private final Comparison comparison;

    /** Null if no graph is wanted. */
    private final FlameDiff diff;

    private CompareReport(Comparison comparison, FlameDiff diff) {
        this.comparison = comparison;
        this.diff = diff;
    }

    /** Reads one of the two. */
    interface Reader {
        <T> T read(boolean isBaseline, RecordingArguments.Reading<T> reading);
    }

    /**
     * Reads both.
     *
     * @param check takes what was read of each, and which it is
     */
    static CompareReport read(Reader reader, BiConsumer<Summary, String> check, boolean withGraphs) {
        FlameGraphs[] graphs = new FlameGraphs[2];
        ComparedRecording[] recordings = new ComparedRecording[2];
        for (int i = 0; i < recordings.length; i++) {
            int at = i;
            recordings[i] = withGraphs
                    ? reader.read(i == 0, (sources, options, progress) -> {
                        SpanSeries spans = new SpanSeries(options);
                        graphs[at] = FlameGraphs.readToCompare(sources, options, progress, spans::take);
                        return new ComparedRecording(graphs[at].summary(), spans);
                    })
                    : reader.read(i == 0, ComparedRecording::read);
            check.accept(recordings[i].summary(), i == 0 ? "of the baseline: " : "of the recording: ");
        }
        Comparison comparison = new Comparison(recordings[0], recordings[1]);
        return new CompareReport(
                comparison, withGraphs ? new FlameDiff(graphs[0], graphs[1], comparison.isChanceKnown()) : null);
    }

    /** Prints what changed, and writes it for browsers if a file is given; returns the exit code. */
    int write(Path html, boolean htmlToStdout, boolean asJson, Screen screen) {
        try {
            if (htmlToStdout) {
                try (Writer writer = screen.raw()) {
                    page(EnumSet.allOf(FlamePart.class), true, writer);
                }
                return comparison.exitCode();
            }
            if (html != null) {
                writeTo(html, out -> page(EnumSet.allOf(FlamePart.class), true, out));
            }
            if (asJson) {
                try (JsonWriter json = screen.json()) {
                    ComparisonText.write(comparison, json);
                }
            } else {
                ComparisonText.print(comparison, screen);
                if (html != null) {
                    String size = Files.isRegularFile(html) ? ": " + Sizes.text(Files.size(html)) + "," : "";
                    screen.out().println(Text.printable(html + size + " for any browser"));
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("the comparison cannot be written: " + ErrorText.of(e), e);
        }
        return comparison.exitCode();
    }

    /** Writes a flame graph of what changed, and says where. */
    void writeFlame(FlameOutput output, Screen screen) {
        comparison.reasons().forEach(reason -> screen.err()
                .println("warning: " + Text.printable("not comparable, because " + reason)));
        if (output.isHtml()) {
            writeTo(output.file(), out -> page(output.parts(), false, out));
        } else {
            writeTo(output.file(), out -> diff.writeCollapsed(output.parts(), out));
        }
        screen.out().println(Text.printable(output.file() + ": " + diff.text(output.parts())));
    }

    private static void writeTo(Path file, OutputFile.Content content) {
        try {
            OutputFile.write(file, content);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be written: " + ErrorText.of(e), e);
        }
    }

    private void page(Set<FlamePart> parts, boolean withTable, Writer out) throws IOException {
        ComparisonHtml.write(comparison, json -> diff.write(parts, json), withTable, out);
    }
}
