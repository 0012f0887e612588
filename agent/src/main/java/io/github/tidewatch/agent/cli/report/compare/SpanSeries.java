package io.github.tidewatch.agent.cli.report.compare;

import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.recording.SpanThreshold;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.text.RecordedNames;
import io.github.tidewatch.timeline.RecordedTimes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** The spans of a recording by name, a bounded number of these; without those within another of the same name. For one thread at a time. */
public final class SpanSeries {
    /** What is taken of each span, after its duration. */
    static final List<Metric> PARTS = Metric.PARTS;

    private static final int MOST = 200;
    private static final int LONGEST_NAME = 200;

    private final Map<String, SpanBatches> spans = new TreeMap<>();
    private final SpanThreshold threshold = new SpanThreshold();
    private final ReadOptions options;

    /** Of what these options ask for. */
    public SpanSeries(ReadOptions options) {
        this.options = options;
    }

    /** Takes an event of any type. */
    public void take(RecordedEvent event) {
        if (!threshold.take(event)) {
            return;
        }
        String name = event.getString("name");
        boolean isWithin = event.hasField("recursive") && event.getBoolean("recursive");
        long end = RecordedTimes.nanos(event.getEndTime());
        if (name != null && !isWithin && end >= options.from && end <= options.to && isAskedFor(event.getThread())) {
            boolean complete = !event.hasField("complete") || event.getBoolean("complete");
            double[] values = new double[1 + PARTS.size()];
            values[0] = event.getDuration().toNanos();
            for (Metric part : PARTS) {
                boolean known = event.hasField(part.field()) && (complete || part != Metric.BLOCK_IO_DELAY);
                values[1 + part.ordinal()] = known ? event.getLong(part.field()) : Double.NaN;
            }
            add(RecordedNames.cut(name, LONGEST_NAME), values);
        }
    }

    private boolean isAskedFor(RecordedThread thread) {
        return thread == null
                ? options.threads == null
                : options.wants(thread.getJavaName() == null ? "" : thread.getJavaName(), thread.getOSThreadId());
    }

    /** Adds a span: its duration and its parts. */
    void add(String name, double... values) {
        String known = spans.size() < MOST || spans.containsKey(name) ? name : ThreadGroups.OTHERS;
        spans.computeIfAbsent(known, any -> new SpanBatches(1 + PARTS.size())).add(values);
    }

    /** From which duration on spans are recorded. */
    SpanThreshold threshold() {
        return threshold;
    }

    /** Whether those of any duration are recorded; else which of them are depends on how long they took. */
    boolean areAll() {
        return threshold.get().orElse(1) == 0;
    }

    /** By name; {@link ThreadGroups#OTHERS} are those of all names beyond what is kept apart. */
    Map<String, SpanBatches> byName() {
        return spans;
    }
}
