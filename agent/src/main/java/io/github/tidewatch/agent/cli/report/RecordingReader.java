package io.github.tidewatch.agent.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the recordings of one run in one pass. What is cut off, not finished or twice among the files is not a reason to
 * fail: it is read as far as it goes, and once, and a warning says so. For one thread at a time.
 */
final class RecordingReader {
    private final EventIntake intake;
    private final ReadingProgress progress;
    private final List<ChunkFile> files = new ArrayList<>();
    private final List<Chunk> seen = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private long total;
    private long before;

    private RecordingReader(List<ChunkFile> files, EventIntake intake, ReadingProgress progress) {
        this.files.addAll(files);
        this.files.sort(Comparator.comparingLong(file -> file.chunks().get(0).begin()));
        this.intake = intake;
        this.progress = progress;
        files.forEach(file -> total += file.size());
    }

    /**
     * Reads all of these files.
     *
     * @throws IOException if one of them cannot be opened or is no recording; the message names it
     */
    static Summary read(List<Path> paths, ReadOptions options, ReadingProgress progress) throws IOException {
        List<ChunkFile> files = scan(paths);
        List<Chunk> chunks = new ArrayList<>();
        files.forEach(file -> chunks.addAll(file.chunks()));
        Coverage coverage = new Coverage(chunks);
        EventIntake intake = new EventIntake(options, coverage);
        RecordingReader reader = new RecordingReader(files, intake, progress);
        for (ChunkFile file : reader.files) {
            reader.read(file);
            reader.before += file.size();
        }
        progress.read(reader.total, reader.total);
        return Summary.of(paths, intake, options, coverage, reader.warnings);
    }

    /** The time that these files are of, nanoseconds since 1970, by the headers of their chunks. */
    static Coverage coverage(List<Path> paths) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        scan(paths).forEach(file -> chunks.addAll(file.chunks()));
        return new Coverage(chunks);
    }

    private static List<ChunkFile> scan(List<Path> paths) throws IOException {
        List<ChunkFile> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new IOException(path + " does not exist.");
            }
            if (Files.isDirectory(path)) {
                throw new IOException(path + " is a directory: name the .jfr files in it.");
            }
            ChunkFile file;
            try {
                file = ChunkFile.scan(path);
            } catch (IOException e) {
                throw new IOException(path + " cannot be read: " + e.getMessage(), e);
            }
            if (file.chunks().isEmpty()) {
                throw new IOException(path
                        + (file.size() == 0
                                ? " is empty: its JVM has not written the recording yet, or died before it could."
                                : " is no Flight Recorder recording: it does not begin as one does."));
            }
            files.add(file);
        }
        return files;
    }

    private void read(ChunkFile file) throws IOException {
        List<Chunk> fresh = new ArrayList<>();
        for (Chunk chunk : file.chunks()) {
            if (seen.stream().noneMatch(chunk::isSame)) {
                fresh.add(chunk);
                seen.add(chunk);
            }
        }
        int repeated = file.chunks().size() - fresh.size();
        if (repeated > 0) {
            warnings.add(file.path() + ": " + repeated + " of its "
                    + file.chunks().size() + " chunks are in another of the files too; they count once.");
        }
        if (file.isWhole() && repeated == 0) {
            readAsItIs(file);
        } else {
            readByChunks(file, fresh);
        }
    }

    private void readAsItIs(ChunkFile file) {
        try {
            intake.read(file.path(), time -> tell(file, time));
        } catch (IOException | RuntimeException e) {
            // The reader throws unchecked exceptions too when bytes are not what they should be.
            warnings.add(file.path() + ": reading stopped within it (" + e + "); what follows is missing here.");
        }
    }

    private void tell(ChunkFile file, long time) {
        Chunk now = file.chunks().get(0);
        for (Chunk chunk : file.chunks()) {
            if (chunk.begin() <= time) {
                now = chunk;
            }
        }
        double part = Math.max(0, Math.min(1, (double) (time - now.begin()) / Math.max(1, now.end() - now.begin())));
        progress.read(before + now.offset() + (long) (part * now.length()), total);
    }

    /** Each chunk is read from a copy of its own, so that one that cannot be read harms no other. */
    private void readByChunks(ChunkFile file, List<Chunk> chunks) throws IOException {
        Path copy = temporaryFile();
        try {
            for (Chunk chunk : chunks) {
                progress.read(before + chunk.offset(), total);
                readChunk(file, chunk, copy);
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void readChunk(ChunkFile file, Chunk chunk, Path copy) {
        String of =
                file.chunks().size() == 1 ? "" : " in chunk " + (file.chunks().indexOf(chunk) + 1);
        try {
            Optional<Long> bytes = ChunkRepair.copy(file.path(), chunk, copy);
            if (!chunk.isWhole()) {
                String why = chunk.isCut() ? " is cut off" : " was not finished by its JVM";
                warnings.add(file.path() + why + of + ": "
                        + (bytes.isPresent()
                                ? "read as far as JFR had flushed it, " + bytes.get() + " of " + chunk.length()
                                        + " bytes."
                                : "nothing of it can be read (what explains the events comes last, before JDK 14)."));
            }
            if (bytes.isPresent()) {
                intake.read(copy, time -> {});
            }
        } catch (IOException | RuntimeException e) {
            warnings.add(file.path() + ": reading stopped" + of + " (" + e + "); what follows is missing here.");
        }
    }

    private static Path temporaryFile() throws IOException {
        try {
            return Files.createTempFile("tidewatch-report", ".jfr");
        } catch (IOException e) {
            throw new IOException(
                    "An incomplete recording is read from a copy of its parts, which cannot be made in "
                            + System.getProperty("java.io.tmpdir") + " (" + e.getMessage()
                            + "); -Djava.io.tmpdir=DIRECTORY names another place.",
                    e);
        }
    }
}
