package io.github.tidewatch.agent.cli.report.trace;

import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.agent.cli.report.recording.ReadingProgress;
import io.github.tidewatch.agent.cli.report.recording.RecordingReader;
import io.github.tidewatch.agent.cli.report.recording.SourceFiles;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes the timeline of recordings as a trace of Perfetto. Each interval of a thread is divided into its parts, one after the
 * other; in which order they really were is not known.
 */
public final class TimelineTrace {
    private static final long MOST_BYTES = 1_000_000_000;

    private final Summary summary;
    private final long leftOut;

    private TimelineTrace(Summary summary, long leftOut) {
        this.summary = summary;
        this.leftOut = leftOut;
    }

    /**
     * Reads files that are open, twice, and writes their timeline.
     *
     * @param title of the whole
     * @throws IOException as {@link RecordingReader#read}, or if it cannot be written
     */
    public static TimelineTrace write(
            SourceFiles sources, ReadOptions options, ReadingProgress progress, String title, OutputStream out)
            throws IOException {
        return write(sources, options, progress, title, out, MOST_BYTES);
    }

    static TimelineTrace write(
            SourceFiles sources,
            ReadOptions options,
            ReadingProgress progress,
            String title,
            OutputStream out,
            long mostBytes)
            throws IOException {
        SpanSlices spans = new SpanSlices(options);
        TracePackets packets = new TracePackets(out, mostBytes);
        ThreadTracks tracks = new ThreadTracks(packets, title);
        long[] beyond = new long[1];
        Summary summary;
        try {
            summary = RecordingReader.readTwice(
                    sources,
                    spans::take,
                    () -> write(spans, tracks, packets),
                    new RecordedSums(options, sources.coverage(), record -> {
                        beyond[0] += write(record, tracks, packets) ? 0 : 1;
                    }),
                    progress);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new TimelineTrace(summary, packets.leftOut() + spans.leftOut() + beyond[0]);
    }

    /** What the recordings say else. */
    public Summary summary() {
        return summary;
    }

    /** How many slices were too many to be written. */
    public long leftOut() {
        return leftOut;
    }

    private static void write(SpanSlices spans, ThreadTracks tracks, TracePackets packets) {
        try {
            spans.write(tracks, packets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers whether there was room for its thread. */
    private static boolean write(ThreadRecord record, ThreadTracks tracks, TracePackets packets) {
        try {
            long thread = tracks.thread(record.tid, record.javaId, record.name);
            if (thread != 0) {
                write(record, ThreadTracks.parts(thread), packets);
            }
            return thread != 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(ThreadRecord record, long track, TracePackets packets) throws IOException {
        long sum = 0;
        for (Metric part : Metric.PARTS) {
            sum += record.totals.known(part);
        }
        double scale = (double) record.length() / Math.max(1, sum);
        long before = 0;
        for (Metric part : Metric.PARTS) {
            long time = record.totals.known(part);
            if (time > 0) {
                long begin = record.begin + Math.round(before * scale);
                before += time;
                // One nanosecond early, so that what begins then is not within it.
                long end = record.begin + Math.round(before * scale) - 1;
                slice(track, part, begin, end, time, packets, part == Metric.WAIT_TIME ? record.totals : null);
            }
        }
    }

    private static void slice(
            long track, Metric part, long begin, long end, long time, TracePackets packets, Totals waits)
            throws IOException {
        if (end > begin && packets.begin(track, begin, "part", part.label(), value -> value.take(part.field(), time))) {
            if (waits != null) {
                waits(track, waits, begin, end, packets);
            }
            packets.end(track, end);
        }
    }

    private static void waits(long track, Totals totals, long begin, long end, TracePackets packets)
            throws IOException {
        double scale = (double) (end - begin) / Math.max(1, totals.known(Metric.WAIT_TIME));
        long before = 0;
        for (Metric wait : Metric.WAITS) {
            long time = totals.known(wait);
            if (time > 0) {
                long from = begin + Math.round(before * scale);
                before += time;
                long to = Math.min(end, begin + Math.round(before * scale)) - 1;
                slice(track, wait, from, to, time, packets, null);
            }
        }
    }
}
