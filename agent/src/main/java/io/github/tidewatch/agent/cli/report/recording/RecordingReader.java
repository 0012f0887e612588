package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.recording.Chunk;
import io.github.tidewatch.recording.ChunkFile;
import io.github.tidewatch.recording.ChunkRepair;
import io.github.tidewatch.timeline.Coverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Reads the recordings of one run, chunk by chunk in the order of time. What is cut off, not finished, garbled or twice
 * among the files is not a reason to fail: it is read as far as it goes, and once, and a warning says so. For one thread at
 * a time.
 */
public final class RecordingReader {
    private final SourceFiles sources;
    private final EventReader events;
    private final Coverage coverage;
    private final ReadingProgress progress;
    private final RecordedJvms jvms;
    private final List<String> warnings = new ArrayList<>();
    private Path copy;

    private RecordingReader(SourceFiles sources, EventReader events, Coverage coverage, ReadingProgress progress) {
        this.sources = sources;
        this.events = events;
        this.coverage = coverage;
        this.progress = progress;
        this.jvms = events.jvms();
    }

    /**
     * Reads all of these files.
     *
     * @throws IOException if one of them cannot be opened or is no recording, or if they are of several JVMs; the message
     *     names it
     */
    static Summary read(List<Path> paths, ReadOptions options, ReadingProgress progress) throws IOException {
        try (SourceFiles sources = SourceFiles.open(paths)) {
            return read(sources, options, progress);
        }
    }

    /** Reads files that are open. */
    public static Summary read(SourceFiles sources, ReadOptions options, ReadingProgress progress) throws IOException {
        return read(sources, new RecordedSums(options, sources.coverage()), progress);
    }

    /** Gives all events that can be read, of whatever type, and sums up none, but notes how far the chunks reach. */
    private static void readEvents(
            SourceFiles sources, Coverage coverage, Consumer<RecordedEvent> each, ReadingProgress progress)
            throws IOException {
        RecordedSums none = new RecordedSums(ReadOptions.everything(), coverage);
        new RecordingReader(sources, new EventReader(none, each), coverage, progress).readAll();
    }

    /** Reads files that are open into these sums. */
    public static Summary read(SourceFiles sources, RecordedSums sums, ReadingProgress progress) throws IOException {
        return read(sources, sums, null, progress);
    }

    /** The same, giving each event to another reader, too, if there is one. */
    public static Summary read(
            SourceFiles sources, RecordedSums sums, Consumer<RecordedEvent> also, ReadingProgress progress)
            throws IOException {
        EventReader events = new EventReader(sums, also, true);
        RecordingReader reader = new RecordingReader(sources, events, sums.coverage(), progress);
        reader.readAll();
        List<String> warnings = new ArrayList<>(sources.warnings());
        warnings.addAll(reader.warnings);
        warnings.addAll(events.warnings());
        return Summary.of(sources.paths(), sums, warnings);
    }

    /**
     * Reads files that are open twice, for what has to be known before the records: gives all events to one reader, and then
     * reads into these sums.
     *
     * @param between runs when the first has all events, and it is known what time is recorded
     */
    public static Summary readTwice(
            SourceFiles sources,
            Consumer<RecordedEvent> first,
            Runnable between,
            RecordedSums sums,
            ReadingProgress progress)
            throws IOException {
        return readTwice(sources, first, between, sums, null, progress);
    }

    /** The same, giving each event to another reader with the sums, too, if there is one. */
    public static Summary readTwice(
            SourceFiles sources,
            Consumer<RecordedEvent> first,
            Runnable between,
            RecordedSums sums,
            Consumer<RecordedEvent> also,
            ReadingProgress progress)
            throws IOException {
        readEvents(sources, sums.coverage(), first, (done, total) -> progress.read(done, 2 * total));
        between.run();
        return read(sources, sums, also, (done, total) -> progress.read(total + done, 2 * total));
    }

    private void readAll() throws IOException {
        long total = sources.chunks().keySet().stream().mapToLong(Chunk::length).sum();
        long before = 0;
        try {
            for (Map.Entry<Chunk, ChunkFile> entry : sources.chunks().entrySet()) {
                Chunk chunk = entry.getKey();
                long begun = before;
                read(entry.getValue(), chunk, time -> progress.read(begun + bytesUntil(chunk, time), total));
                jvms.chunkRead(entry.getValue(), chunk);
                before += chunk.length();
                progress.read(before, total);
            }
        } finally {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        }
        jvms.check();
    }

    private static long bytesUntil(Chunk chunk, long time) {
        double part = (double) (time - chunk.begin()) / Math.max(1, chunk.end() - chunk.begin());
        return (long) (Math.max(0, Math.min(1, part)) * chunk.length());
    }

    /** From a copy of its own, so that a chunk that cannot be read harms no other, unless the file has nothing else. */
    private void read(ChunkFile file, Chunk chunk, LongConsumer reached) throws IOException {
        try {
            if (file.chunks().size() == 1 && file.isWhole() && ChunkRepair.isSound(file.path(), chunk)) {
                events.read(file.path(), chunk, reached);
                return;
            }
            if (copy == null) {
                copy = TemporaryFolder.newFile();
            }
            Optional<ChunkRepair.Result> copied = ChunkRepair.copy(file.path(), chunk, copy);
            warn(file, chunk, copied);
            if (copied.isPresent()) {
                events.read(copy, chunk, reached);
            }
            if (copied.isEmpty()) {
                coverage.cut(chunk, chunk.begin());
            }
        } catch (ChunkRepair.TargetFailed e) {
            throw notRead(file, new TemporaryFolder.Unusable(e.reason()));
        } catch (TemporaryFolder.Unusable e) {
            throw notRead(file, e);
        } catch (IOException | RuntimeException | Error e) {
            // JFR's parser throws errors too when bytes are not what they should be; and more memory than there is may
            // be
            // asked for by a length that makes no sense.
            coverage.cut(chunk, events.latest());
            warnings.add(file.name() + ": reading stopped" + file.place(chunk) + ", which begins at byte "
                    + chunk.offset() + " (" + brief(e) + "); what follows in it is missing here.");
        }
    }

    private static IOException notRead(ChunkFile file, TemporaryFolder.Unusable e) {
        return new IOException(file.name() + " is not read. " + e.getMessage(), e);
    }

    private void warn(ChunkFile file, Chunk chunk, Optional<ChunkRepair.Result> copied) {
        if (copied.isPresent() && copied.get().leftOut > 0) {
            warnings.add(file.name() + ": " + copied.get().leftOut + " bytes" + file.place(chunk)
                    + " are no events; the events there are missing here.");
        } else if (!chunk.isWhole() || copied.isEmpty()) {
            String why =
                    chunk.isCut() ? " is cut off" : chunk.isWhole() ? " is damaged" : " was not finished by its JVM";
            warnings.add(file.name() + why + file.place(chunk) + ": "
                    + copied.map(result -> result.bytes == chunk.length()
                                    ? "read as far as JFR had flushed it, all of its bytes; the last second may be missing."
                                    : "read as far as JFR had flushed it, " + result.bytes + " of " + chunk.length()
                                            + " bytes.")
                            .orElse("nothing of it can be read (what explains the events comes last, before JDK 14)."));
        }
    }

    private static String brief(Throwable e) {
        String text = ErrorText.of(e);
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }
}
