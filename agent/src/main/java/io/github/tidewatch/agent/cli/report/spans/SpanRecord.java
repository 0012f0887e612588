package io.github.tidewatch.agent.cli.report.spans;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.RecordedNames;
import io.github.tidewatch.timeline.RecordedTimes;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** One span, as its event says. The application wrote its texts. Immutable. */
final class SpanRecord {
    static final String EVENT = "tidewatch.Span";

    /** Of a queue: the span is of no task, or of one of which it is not known. */
    static final long UNKNOWN = -1;

    private static final int LONGEST = 400;

    private static final long LONGEST_TIME = 1_000_000_000_000_000_000L;

    final String name;
    final String outer;
    final String error;
    final boolean recursive;
    final String thread;
    final long threadId;

    /** The name of the Java thread's group; null if it is unknown. */
    final String javaGroup;

    final long tid;
    final long begin;

    /** How long its task was queued before, in nanoseconds, or {@link #UNKNOWN}. */
    final long queueTime;

    final Totals totals = new Totals();

    private SpanRecord(RecordedEvent event) {
        RecordedThread of = event.getThread();
        name = text(event, "name");
        outer = text(event, "outer");
        error = text(event, "error");
        recursive = event.hasField("recursive") && event.getBoolean("recursive");
        thread = of == null || of.getJavaName() == null ? "(no name)" : cut(of.getJavaName());
        javaGroup = of == null || of.getThreadGroup() == null
                ? null
                : of.getThreadGroup().getName();
        threadId = of == null ? 0 : of.getJavaThreadId();
        tid = of == null ? 0 : of.getOSThreadId();
        begin = RecordedTimes.nanos(event.getStartTime());
        queueTime = event.hasField("queued") && event.getBoolean("queued") ? event.getLong("queueTime") : UNKNOWN;
    }

    private static String text(RecordedEvent event, String field) {
        String text = event.hasField(field) ? event.getString(field) : null;
        return text == null ? null : cut(text);
    }

    /** A text that others wrote, of bounded length. */
    static String cut(String text) {
        return RecordedNames.cut(text, LONGEST);
    }

    /** Reads an event; empty if it makes no sense. */
    static Optional<SpanRecord> of(RecordedEvent event) {
        SpanRecord span = new SpanRecord(event);
        boolean complete = !event.hasField("complete") || event.getBoolean("complete");
        long length = 0;
        for (Metric part : Metric.PARTS) {
            long value = event.hasField(part.field()) ? event.getLong(part.field()) : 0;
            if (value < 0 || value > LONGEST_TIME) {
                return Optional.empty();
            }
            length += value;
            if (event.hasField(part.field())) {
                // Of an incomplete one it is unknown, so that of several it is a least value.
                span.totals.add(part, complete || part != Metric.BLOCK_IO_DELAY ? value : 0);
            } else {
                span.totals.addUnknown(part);
            }
        }
        span.totals.addInterval(length, complete);
        return span.name != null
                        && span.queueTime >= UNKNOWN
                        && span.queueTime <= LONGEST_TIME
                        && RecordedTimes.isSensible(span.begin, span.end())
                ? Optional.of(span)
                : Optional.empty();
    }

    /** In nanoseconds: the sum of the parts. */
    long length() {
        return totals.wall();
    }

    /** With the time in which its task was queued, as far as that is known. */
    long took() {
        return length() + Math.max(0, queueTime);
    }

    long end() {
        return begin + length();
    }
}
