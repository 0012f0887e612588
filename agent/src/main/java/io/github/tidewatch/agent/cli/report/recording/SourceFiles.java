package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.recording.Chunk;
import io.github.tidewatch.recording.ChunkFile;
import io.github.tidewatch.timeline.Coverage;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The files that were named, and their chunks. What is compressed by gzip, or a pipe, is read from a copy, which is deleted
 * when this is closed. For one thread at a time.
 */
public final class SourceFiles implements AutoCloseable {
    private static final int HEAD = 8;
    private static final int BUFFER = 1 << 16;
    private static final int GZIP = 0x1f8b;
    private static final int ZIP = 0x504b0304;

    private final List<Path> paths;
    private final List<ChunkFile> files = new ArrayList<>();
    private final Map<Chunk, ChunkFile> chunks = new LinkedHashMap<>();
    private final List<Path> temporary = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private SourceFiles(List<Path> paths) {
        this.paths = List.copyOf(paths);
    }

    /**
     * Reads the headers of these files.
     *
     * @throws IOException if one of them cannot be opened or is no recording; the message names it
     */
    public static SourceFiles open(List<Path> paths) throws IOException {
        SourceFiles sources = new SourceFiles(paths);
        try {
            for (Path path : paths) {
                sources.add(path);
            }
            sources.sort();
            return sources;
        } catch (IOException | RuntimeException | Error e) {
            sources.close();
            throw e;
        }
    }

    private void add(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException(path + " does not exist.");
        }
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a directory: name the .jfr files in it.");
        }
        ChunkFile file;
        try {
            file = scan(path);
        } catch (TemporaryFolder.Unusable e) {
            throw new IOException(path + " is not read. " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(path + " cannot be read: " + ErrorText.of(e), e);
        }
        String refusal = refusal(file);
        if (!refusal.isEmpty()) {
            throw new IOException(path + " is " + refusal);
        }
        if (!file.otherFormat().isEmpty()) {
            warnings.add(path + " has a chunk of format " + file.otherFormat()
                    + ", which is not known here (2.1 is): what is in it is missing here.");
        }
        if (!file.leftOut().isEmpty()) {
            warnings.add(path + file.leftOut() + ": what is in them is missing here.");
        }
        files.add(file);
    }

    private ChunkFile scan(Path path) throws IOException {
        boolean regular = Files.isRegularFile(path);
        Path readable = path;
        byte[] head;
        try (InputStream in = new BufferedInputStream(new FileInputStream(path.toFile()))) {
            in.mark(HEAD);
            head = in.readNBytes(HEAD);
            in.reset();
            if (head.length == HEAD && (ByteBuffer.wrap(head).getShort() & 0xffff) == GZIP) {
                readable = spool(path, in, true);
                try (InputStream inner = Files.newInputStream(readable)) {
                    head = inner.readNBytes(HEAD);
                }
            } else if (!regular && isRecording(head)) {
                readable = spool(path, in, false);
            }
        }
        return isRecording(head) || regular ? ChunkFile.scan(readable, path.toString()) : ChunkFile.none(path);
    }

    /** Whether this is a file that begins as a recording does. */
    public static boolean isRecording(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return isRecording(in.readNBytes(HEAD));
        }
    }

    private static boolean isRecording(byte[] head) {
        return head.length == HEAD && ByteBuffer.wrap(head).getInt() == Chunk.MAGIC;
    }

    /** What the file is instead of a recording; nothing if it is one. */
    private static String refusal(ChunkFile file) throws IOException {
        if (!file.chunks().isEmpty()) {
            return "";
        }
        if (file.size() == 0) {
            return "empty: its JVM has not written the recording yet, or died before it could.";
        }
        byte[] head = {};
        if (file.size() > 0) {
            try (InputStream in = Files.newInputStream(file.path())) {
                head = in.readNBytes(HEAD);
            }
        }
        if (isRecording(head)) {
            int major = ByteBuffer.wrap(head).getShort(4);
            String format = "a recording of format " + major + "."
                    + ByteBuffer.wrap(head).getShort(6);
            return major < 2
                    ? format + ", of JDK 7 or 8, which has no tidewatch events: the agent needs JDK 11 or later."
                    : format
                            + (major > 2
                                    ? ", which is newer than what is known here (2.1)."
                                    : ", cut off in its header.");
        }
        boolean zip = head.length == HEAD && ByteBuffer.wrap(head).getInt() == ZIP;
        return "no Flight Recorder recording: it does not begin as one does"
                + (zip ? ", but as a zip file: unpack it first." : ".");
    }

    private Path spool(Path path, InputStream in, boolean zipped) throws IOException {
        Path copy = TemporaryFolder.newFile();
        temporary.add(copy);
        try (OutputStream out = Files.newOutputStream(copy)) {
            InputStream plain = zipped ? new GZIPInputStream(in, BUFFER) : in;
            byte[] some = new byte[BUFFER];
            for (int read = plain.read(some); read >= 0; read = plain.read(some)) {
                write(out, some, read); // transferTo asks for the position, which a pipe does not have
            }
        } catch (EOFException | ZipException e) {
            warnings.add(path + ": its compressed data ends early or is damaged (" + ErrorText.of(e)
                    + "); read as far as it goes.");
        }
        return copy;
    }

    private static void write(OutputStream out, byte[] some, int length) throws TemporaryFolder.Unusable {
        try {
            out.write(some, 0, length);
        } catch (IOException e) {
            throw new TemporaryFolder.Unusable(e);
        }
    }

    /** In the order of time, and each chunk once: of the same in several files the one of which most is there. */
    private void sort() throws IOException {
        Map<String, Chunk> best = new HashMap<>();
        Map<Chunk, ChunkFile> all = new LinkedHashMap<>();
        for (ChunkFile file : files) {
            int repeated = 0;
            for (Chunk chunk : file.chunks()) {
                all.put(chunk, file);
                Chunk other = best.get(chunk.key());
                if (other != null) {
                    repeated++;
                    SameBegin.requireOneJvm(file, chunk, all.get(other), other);
                }
                if (other == null || (chunk.isWhole() && !other.isWhole()) || chunk.length() > other.length()) {
                    best.put(chunk.key(), chunk);
                }
            }
            if (repeated > 0) {
                warnings.add(file.name() + ": " + repeated + " of its "
                        + file.chunks().size() + " chunks are in another of the files too; they count once.");
            }
        }
        List<Chunk> sorted = new ArrayList<>(best.values());
        // Not by the wall clock, which may have been set back between two.
        sorted.sort(Comparator.comparingLong(Chunk::ticks)
                .thenComparingLong(Chunk::begin)
                .thenComparing(Chunk::key));
        sorted.forEach(chunk -> chunks.put(chunk, all.get(chunk)));
    }

    List<Path> paths() {
        return paths;
    }

    /** Each chunk once and the file that has it, in the order of time. */
    Map<Chunk, ChunkFile> chunks() {
        return Collections.unmodifiableMap(chunks);
    }

    /** What was found odd so far. */
    List<String> warnings() {
        return warnings;
    }

    /** The time that these files are of, by the headers of their chunks. */
    public Coverage coverage() {
        return new Coverage(chunks.keySet());
    }

    @Override
    public void close() {
        for (Path copy : temporary) {
            try {
                Files.deleteIfExists(copy);
            } catch (IOException e) {
                warnings.add("the temporary file " + copy + " cannot be deleted: " + ErrorText.of(e));
            }
        }
    }
}
