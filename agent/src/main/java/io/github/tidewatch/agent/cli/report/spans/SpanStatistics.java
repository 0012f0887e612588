package io.github.tidewatch.agent.cli.report.spans;

import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.recording.ReadingProgress;
import io.github.tidewatch.agent.cli.report.recording.RecordingReader;
import io.github.tidewatch.agent.cli.report.recording.SourceFiles;
import io.github.tidewatch.timeline.Coverage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;

/** The spans of recordings, by name. */
public final class SpanStatistics {
    /** Beyond, all go by one name. Each takes some 100 kB. */
    private static final int MOST_NAMES = 200;

    private static final String OTHERS = "(spans of further names)";

    private final ReadOptions options;
    private final Map<String, SpanGroup> groups = new HashMap<>();
    private final SpanWaits waits = new SpanWaits();
    private final SpanCauses causes = new SpanCauses();
    private Summary summary;
    private long recorded;
    private long unreadable;

    private SpanStatistics(ReadOptions options) {
        this.options = options;
    }

    /**
     * Reads files that are open, twice.
     *
     * @throws IOException as {@link RecordingReader#read}
     */
    public static SpanStatistics read(SourceFiles sources, ReadOptions options, ReadingProgress progress)
            throws IOException {
        SpanStatistics spans = new SpanStatistics(options);
        Coverage coverage = sources.coverage();
        spans.summary = RecordingReader.readTwice(
                sources, spans::takeLength, spans::sort, new RecordedSums(options, coverage), spans::take, progress);
        spans.recorded =
                coverage.length(Math.max(options.from, coverage.begin()), Math.min(options.to, coverage.end()));
        return spans;
    }

    private void takeLength(RecordedEvent event) {
        String type = event.getEventType().getName();
        if (!type.equals(SpanRecord.EVENT)) {
            waits.take(type, event);
            causes.take(type, event);
            return;
        }
        Optional<SpanRecord> span = SpanRecord.of(event);
        if (span.isEmpty()) {
            unreadable++;
        } else if (isAskedFor(span.get())) {
            group(span.get().name).addLength(span.get());
        }
    }

    private void take(RecordedEvent event) {
        if (event.getEventType().getName().equals(SpanRecord.EVENT)) {
            SpanRecord.of(event).filter(this::isAskedFor).ifPresent(span -> group(span.name)
                    .add(span, waits, causes));
        }
    }

    private void sort() {
        waits.sort();
        causes.sort();
    }

    private boolean isAskedFor(SpanRecord span) {
        return span.begin >= options.from && span.begin < options.to && options.wants(span.thread, span.tid);
    }

    private SpanGroup group(String name) {
        SpanGroup group = groups.get(name);
        if (group == null) {
            String key = groups.size() < MOST_NAMES ? name : OTHERS;
            group = groups.computeIfAbsent(key, SpanGroup::new);
        }
        return group;
    }

    /** What the recordings say else, with what could not be read. */
    public Summary summary() {
        return summary;
    }

    /** Whether there is a span. */
    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** By name, those that took the most time in sum first. */
    List<SpanGroup> groups() {
        List<SpanGroup> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparingLong((SpanGroup group) -> -group.all().time())
                .thenComparing(SpanGroup::name));
        return sorted;
    }

    /** How many of a group began in each second of the time that is recorded and asked for. */
    double perSecond(SpanGroup group) {
        return recorded <= 0 ? 0 : group.count() * 1e9 / recorded;
    }

    /** How many waits were too many to be kept: what spans waited for is known in part. */
    public long waitsLeftOut() {
        return waits.leftOut();
    }

    /** How many records of causes were too many to be kept: why spans did not get a CPU is known in part. */
    public long causesLeftOut() {
        return causes.leftOut();
    }

    /** How many spans make no sense, and are in nothing here. */
    public long unreadable() {
        return unreadable;
    }
}
