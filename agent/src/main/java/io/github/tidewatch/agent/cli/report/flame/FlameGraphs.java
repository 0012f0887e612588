package io.github.tidewatch.agent.cli.report.flame;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.recording.ReadingProgress;
import io.github.tidewatch.agent.cli.report.recording.RecordingReader;
import io.github.tidewatch.agent.cli.report.recording.SourceFiles;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.text.PrintableText;
import io.github.tidewatch.timeline.Coverage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import jdk.jfr.consumer.RecordedEvent;

/** The flame graphs of recordings. */
public final class FlameGraphs {
    private static final long MOST_BYTES_OF_ROWS = 3_000_000;

    /** Of the heap, for the stacks of single threads. */
    private static final int SHARE_FOR_THREADS = 10;

    /** Of the heap, for how the time of stacks is distributed. */
    private static final int SHARE_FOR_STRETCHES = 16;

    private final Summary summary;
    private final FlameSums sums;
    private final long leftOut;

    FlameGraphs(Summary summary, FlameSums sums, long leftOut) {
        this.summary = summary;
        this.sums = sums;
        this.leftOut = leftOut;
    }

    /**
     * Reads files that are open, twice.
     *
     * @throws IOException as {@link RecordingReader#read}
     */
    public static FlameGraphs read(SourceFiles sources, ReadOptions options, ReadingProgress progress)
            throws IOException {
        return read(sources, options, progress, 0, null, any -> {});
    }

    /**
     * The same, for {@link #writeRows}.
     *
     * @throws IOException as {@link RecordingReader#read}
     */
    public static FlameGraphs readWithThreads(SourceFiles sources, ReadOptions options, ReadingProgress progress)
            throws IOException {
        return read(sources, options, progress, Runtime.getRuntime().maxMemory() / SHARE_FOR_THREADS, null, any -> {});
    }

    /**
     * The same, for a {@link FlameDiff}.
     *
     * @param also takes each event, too
     * @throws IOException as {@link RecordingReader#read}
     */
    public static FlameGraphs readToCompare(
            SourceFiles sources, ReadOptions options, ReadingProgress progress, Consumer<RecordedEvent> also)
            throws IOException {
        StacksOverTime overTime = new StacksOverTime(Runtime.getRuntime().maxMemory() / SHARE_FOR_STRETCHES);
        return read(sources, options, progress, 0, overTime, also);
    }

    private static FlameGraphs read(
            SourceFiles sources,
            ReadOptions options,
            ReadingProgress progress,
            long bytesForThreads,
            StacksOverTime overTime,
            Consumer<RecordedEvent> also)
            throws IOException {
        StackSamples samples = new StackSamples();
        FlameSums sums = new FlameSums(samples, bytesForThreads, overTime);
        Coverage coverage = sources.coverage();
        Summary summary = RecordingReader.readTwice(
                sources,
                samples::take,
                () -> {
                    samples.sort();
                    if (overTime != null) {
                        overTime.begin(coverage, options.from, options.to);
                    }
                },
                new RecordedSums(options, coverage, sums::take),
                also,
                progress);
        samples.forget();
        return new FlameGraphs(summary, sums, samples.leftOut());
    }

    /** What the recordings say else, with what could not be read. */
    public Summary summary() {
        return summary;
    }

    FlameSums sums() {
        return sums;
    }

    /** How many stacks were too many to be kept: theirs is time without a stack. */
    public long leftOut() {
        return leftOut;
    }

    /** Takes a path of frames, the outermost first, and the time spent in the innermost. */
    interface Sink {
        void add(Deque<String> frames, FlamePart part, long nanos) throws IOException;
    }

    /** Takes the group of a stack, its node and its nanoseconds by part. */
    interface StackSink {
        void add(String group, int stack, long... nanos) throws IOException;
    }

    /** Gives the stacks of each group. */
    void eachStack(StackSink sink) throws IOException {
        for (Map.Entry<String, Map<Integer, long[]>> group : sums.groups().entrySet()) {
            for (Map.Entry<Integer, long[]> stack : group.getValue().entrySet()) {
                sink.add(group.getKey(), stack.getKey(), stack.getValue());
            }
        }
    }

    /** Gives the stacks of these parts, below the group of threads; with several parts a part's name is innermost. */
    void each(Set<FlamePart> parts, Sink sink) throws IOException {
        eachStack((group, stack, nanos) -> {
            for (FlamePart part : parts) {
                if (nanos[part.ordinal()] > 0) {
                    Deque<String> frames = frames(group, stack);
                    if (parts.size() > 1) {
                        frames.addLast("[" + part.label() + "]");
                    }
                    sink.add(frames, part, nanos[part.ordinal()]);
                }
            }
        });
    }

    /** The group, and the names of the stack's frames below it. */
    Deque<String> frames(String group, int stack) {
        Deque<String> frames = sums.stacks().frames(stack);
        frames.addFirst(group);
        return frames;
    }

    /** Says how much of the time of these parts has a stack. */
    public String withStack(Set<FlamePart> parts) {
        long all = sums.total(parts);
        long without = sums.withoutStack(parts);
        String which = parts.stream()
                .filter(part -> !part.isKnown(summary.totals()))
                .map(FlamePart::label)
                .collect(Collectors.joining(", "));
        String unknown = which.isEmpty() ? "" : " (unknown in this recording, and within the waiting: " + which + ")";
        return all == 0
                ? "empty" + unknown
                : Durations.text(all) + ", of which " + Math.round(100.0 * (all - without) / all) + " % have a stack"
                        + unknown;
    }

    /** Writes stacks in the collapsed format of the tools for flame graphs: frames, and microseconds. */
    public void writeCollapsed(Set<FlamePart> parts, Writer out) throws IOException {
        Microseconds rounding = new Microseconds();
        each(parts, (frames, part, nanos) -> {
            long micros = rounding.of(nanos);
            if (micros > 0) {
                out.write(line(frames) + ' ' + micros + '\n');
            }
        });
        out.flush();
    }

    /** Frames as the collapsed format has them. */
    static String line(Deque<String> frames) {
        return frames.stream().map(FlameGraphs::inOneLine).collect(Collectors.joining(";"));
    }

    /** In the collapsed format a semicolon ends a frame. */
    private static String inOneLine(String frame) {
        return PrintableText.of(frame).replace(';', ':');
    }

    /** Writes a profile of pprof, compressed, with a value for each of these parts. */
    public void writePprof(Set<FlamePart> parts, OutputStream out) throws IOException {
        long length = summary.end() - summary.begin();
        try (PprofProfile profile = new PprofProfile(parts, summary.begin(), length, out)) {
            eachStack((group, stack, all) -> {
                long[] nanos =
                        parts.stream().mapToLong(part -> all[part.ordinal()]).toArray();
                if (LongStream.of(nanos).sum() > 0) {
                    profile.add(frames(group, stack), nanos);
                }
            });
        }
    }

    /** Writes the stacks of the rows of an HTML report, for a graph of each; of the first rows, where they are too many bytes. */
    public void writeRows(JsonWriter json) throws IOException {
        new RowGraphs(summary, sums, MOST_BYTES_OF_ROWS).write(json);
    }

    /** Writes a flame graph as one page for browsers that needs nothing else. */
    public void writeHtml(Set<FlamePart> parts, Writer out) throws IOException {
        FlameHtml html = new FlameHtml(parts);
        Microseconds rounding = new Microseconds();
        each(parts, (frames, part, nanos) -> html.add(frames, part, rounding.of(nanos)));
        out.write(html.page());
        out.flush();
    }
}
