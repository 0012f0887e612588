package io.github.tidewatch.agent.cli.report.trace;

import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.PrintableText;
import io.github.tidewatch.timeline.RecordedTimes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** The spans of all threads, a bounded number: in a recording they are by their ends, in a trace by their begins. For one thread at a time. */
final class SpanSlices {
    /** Of a span. */
    private static final long BYTES = 250;

    /** Of the heap. */
    private static final int SHARE = 8;

    private static final Comparator<Span> OUTER_FIRST = Comparator.comparingLong((Span span) -> span.tid)
            .thenComparingLong(span -> span.javaId)
            .thenComparingLong(span -> span.begin)
            .thenComparingLong(span -> -span.end);

    private final List<Span> spans = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final ReadOptions options;
    private final long most = Runtime.getRuntime().maxMemory() / SHARE / BYTES;
    private long leftOut;

    private static final class Span {
        private String name;
        private String thread;
        private long tid;
        private long javaId;
        private long begin;
        private long end;
        private final long[] parts = new long[Metric.PARTS.size()];
    }

    SpanSlices(ReadOptions options) {
        this.options = options;
    }

    /** Takes an event of any type. */
    void take(RecordedEvent event) {
        if (!event.getEventType().getName().equals("tidewatch.Span")) {
            return;
        }
        RecordedThread thread = event.getThread();
        String name = event.getString("name");
        Span span = new Span();
        span.begin = RecordedTimes.nanos(event.getStartTime());
        span.end = RecordedTimes.nanos(event.getEndTime());
        if (thread == null || name == null || span.end < options.from || span.begin > options.to) {
            return;
        }
        span.thread = thread.getJavaName() == null ? "" : thread.getJavaName();
        span.tid = thread.getOSThreadId();
        span.javaId = Math.max(0, thread.getJavaThreadId());
        if (!options.wants(span.thread, span.tid)) {
            return;
        }
        if (spans.size() >= most) {
            leftOut++;
            return;
        }
        span.name = names.computeIfAbsent(name, PrintableText::of);
        span.thread = names.computeIfAbsent(span.thread, any -> any);
        for (Metric part : Metric.PARTS) {
            span.parts[part.ordinal()] = event.hasField(part.field()) ? event.getLong(part.field()) : -1;
        }
        spans.add(span);
    }

    /** How many were too many. */
    long leftOut() {
        return leftOut;
    }

    /** Writes all of them: each within the ones of its thread that it lies in. */
    void write(ThreadTracks tracks, TracePackets packets) throws IOException {
        spans.sort(OUTER_FIRST);
        Deque<Long> open = new ArrayDeque<>();
        long track = 0;
        for (Span span : spans) {
            long own = tracks.thread(span.tid, span.javaId, span.thread);
            if (own != track) {
                close(open, track, Long.MAX_VALUE, packets);
                track = own;
            }
            close(open, track, span.begin, packets);
            boolean hasRoom = own != 0
                    && packets.begin(own, span.begin, "span", span.name, value -> {
                        for (Metric part : Metric.PARTS) {
                            if (span.parts[part.ordinal()] >= 0) {
                                value.take(part.field(), span.parts[part.ordinal()]);
                            }
                        }
                    });
            if (hasRoom) {
                open.push(Math.min(span.end, open.isEmpty() ? Long.MAX_VALUE : open.peek()));
            }
        }
        close(open, track, Long.MAX_VALUE, packets);
    }

    /** Ends those that are over by then. */
    private static void close(Deque<Long> open, long track, long until, TracePackets packets) throws IOException {
        while (!open.isEmpty() && open.peek() <= until) {
            packets.end(track, open.pop());
        }
    }
}
