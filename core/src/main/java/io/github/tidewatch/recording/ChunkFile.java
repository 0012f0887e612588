package io.github.tidewatch.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A recording file and its chunks. */
public final class ChunkFile {
    private static final int LOOK_AHEAD = 1 << 16;

    /** A file of more is made of something else. */
    private static final int MOST_CHUNKS = 100_000;

    private final Path path;
    private final String name;
    private final long size;
    private final List<Chunk> chunks = new ArrayList<>();
    private long strayBytes;
    private String otherFormat = "";
    private String leftOut = "";

    private ChunkFile(Path path, String name, long size) {
        this.path = path;
        this.name = name;
        this.size = size;
    }

    /** Reads the chunks' headers, and of a chunk with a size that leads nowhere the sizes of its events. */
    public static ChunkFile scan(Path path) throws IOException {
        return scan(path, path.toString());
    }

    /** Of a file that the user knows by another name. */
    public static ChunkFile scan(Path path, String name) throws IOException {
        return scan(path, name, MOST_CHUNKS);
    }

    static ChunkFile scan(Path path, String name, int mostChunks) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ChunkFile result = new ChunkFile(path, name, file.size());
            long offset = 0;
            while (offset < file.size() && result.chunks.size() < mostChunks) {
                Optional<Chunk> chunk = Chunk.at(file, offset);
                if (chunk.isPresent()) {
                    Chunk found = bounded(file, chunk.get());
                    result.chunks.add(found);
                    offset += found.length();
                } else {
                    if (result.otherFormat.isEmpty()) {
                        result.otherFormat = Chunk.otherFormat(file, offset).orElse("");
                    }
                    if (offset == 0 && !result.otherFormat.isEmpty()) {
                        return result; // what looks like a chunk in it is none
                    }
                    // A chunk that its JVM did not finish has more behind what its header knows of.
                    long next = nextMagic(file, offset + 1);
                    result.strayBytes += next - offset;
                    offset = next;
                }
            }
            result.leaveOut(offset);
            return result;
        }
    }

    private void leaveOut(long from) {
        if (from < size) {
            strayBytes += size - from;
            leftOut = " has more than " + chunks.size() + " chunks: of its " + size + " bytes the last " + (size - from)
                    + " are left out";
        }
    }

    /** A size that leads to no end of a chunk may be wrong, and hide the chunks behind this one. */
    private static Chunk bounded(FileChannel file, Chunk chunk) throws IOException {
        long end = chunk.offset() + chunk.length();
        boolean isCredible = end < file.size() ? Chunk.at(file, end).isPresent() : !chunk.isCut();
        return isCredible ? chunk : chunk.endingAt(EventWalk.end(file, chunk));
    }

    /** What is no file, of which nothing is known. */
    public static ChunkFile none(Path path) {
        return new ChunkFile(path, path.toString(), -1);
    }

    private static long nextMagic(FileChannel file, long from) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(LOOK_AHEAD);
        for (long at = from; at < file.size(); at += LOOK_AHEAD - Chunk.HEADER) {
            window.clear();
            if (file.read(window, at) < Integer.BYTES) {
                break;
            }
            for (int i = 0; i + Integer.BYTES <= window.position(); i++) {
                if (window.getInt(i) == Chunk.MAGIC && Chunk.at(file, at + i).isPresent()) {
                    return at + i;
                }
            }
        }
        return file.size();
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** As the user named it. */
    public String name() {
        return name;
    }

    /** As in " in chunk 2"; nothing if there is one chunk only. */
    public String place(Chunk chunk) {
        return chunks.size() == 1
                ? ""
                : " in chunk " + (Collections.binarySearch(chunks, chunk, Comparator.comparingLong(Chunk::offset)) + 1);
    }

    /** The format of the first chunk of one that is not known here, such as 3.0; nothing if there is none. */
    public String otherFormat() {
        return otherFormat;
    }

    /** What is not looked at, as it has too many chunks, to stand behind its name; nothing if all is. */
    public String leftOut() {
        return leftOut;
    }

    /** Its length in bytes when it was scanned. */
    public long size() {
        return size;
    }

    /** Its chunks, in the order of the file. */
    public List<Chunk> chunks() {
        return chunks;
    }

    /** Whether it can be read as it is. */
    public boolean isWhole() {
        return strayBytes == 0 && chunks.stream().allMatch(Chunk::isWhole);
    }
}
