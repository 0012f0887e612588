package io.github.tidewatch.agent.cli.report.compare;

import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.Spread;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.recording.ReadingProgress;
import io.github.tidewatch.agent.cli.report.recording.RecordingReader;
import io.github.tidewatch.agent.cli.report.recording.SourceFiles;
import java.io.IOException;

/** One of the two recordings of a comparison. For one thread at a time. */
public final class ComparedRecording {
    private final Summary summary;
    private final SpanSeries spans;
    private final GroupBatches groups;

    /** Of what was read, the spans by their events. */
    public ComparedRecording(Summary summary, SpanSeries spans) {
        this.summary = summary;
        this.spans = spans;
        groups = new GroupBatches(summary);
    }

    /**
     * Reads files that are open.
     *
     * @throws IOException as {@link RecordingReader#read}
     */
    public static ComparedRecording read(SourceFiles sources, ReadOptions options, ReadingProgress progress)
            throws IOException {
        SpanSeries spans = new SpanSeries(options);
        RecordedSums sums = new RecordedSums(options, sources.coverage());
        return new ComparedRecording(RecordingReader.read(sources, sums, spans::take, progress), spans);
    }

    /** What the recordings say else. */
    public Summary summary() {
        return summary;
    }

    /** Whether it has so many intervals that they say what chance does. */
    boolean isLongEnough() {
        return groups.count() >= Spread.LEAST;
    }

    SpanSeries spans() {
        return spans;
    }

    GroupBatches groups() {
        return groups;
    }
}
