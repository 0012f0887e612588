package io.github.tidewatch.recording;

import io.github.tidewatch.timeline.RecordedSpan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * One chunk of a recording file, as its header describes it; the layout is that of {@code JfrChunkHeader} in HotSpot's
 * {@code jfrChunkWriter.cpp}, major version 2 (JDK 9 and later). Times are nanoseconds since 1970.
 */
public final class Chunk implements RecordedSpan {
    public static final int HEADER = 68;
    public static final int MAGIC = 0x464c5200; // "FLR\0"
    static final int SIZE_AT = 8;
    public static final int POOLS_AT = 16;
    public static final int METADATA_AT = 24;
    public static final int STATE_AT = 64;

    /** Times beyond these make no sense: from 1970 to 2096, and a chunk of ten years. */
    private static final long LATEST = 4_000_000_000_000_000_000L;

    private static final long LONGEST = 315_360_000_000_000_000L;

    private static final int MAJOR_VERSION = 2;

    private final long offset;
    private final long length;
    private final long size;
    private final long begin;
    private final long duration;
    private final long ticks;
    private final long pools;
    private final long metadata;
    private final boolean finished;

    private Chunk(long offset, long available, ByteBuffer header) {
        this.offset = offset;
        this.size = header.getLong(SIZE_AT);
        this.begin = Math.max(0, Math.min(LATEST, header.getLong(32)));
        long time = header.getLong(40);
        this.duration = time < 0 || time > LONGEST ? 0 : time;
        this.ticks = header.getLong(48);
        this.pools = header.getLong(POOLS_AT);
        this.metadata = header.getLong(METADATA_AT);
        boolean explained = pools >= HEADER && pools < size && metadata >= HEADER && metadata < size;
        this.finished = header.get(STATE_AT) == 0 && size > 0 && explained;
        this.length = Math.min(size > HEADER ? size : HEADER, available);
    }

    private Chunk(Chunk whole, long length) {
        this.offset = whole.offset;
        this.size = whole.size;
        this.begin = whole.begin;
        this.duration = whole.duration;
        this.ticks = whole.ticks;
        this.pools = whole.pools;
        this.metadata = whole.metadata;
        this.finished = whole.finished;
        this.length = length;
    }

    /** The chunk that begins there, empty if none does. */
    static Optional<Chunk> at(FileChannel file, long offset) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        while (header.hasRemaining() && file.read(header, offset + header.position()) > 0) {
            // Reads what there is.
        }
        boolean isChunk = !header.hasRemaining() && header.getInt(0) == MAGIC && header.getShort(4) == MAJOR_VERSION;
        return isChunk ? Optional.of(new Chunk(offset, file.size() - offset, header)) : Optional.empty();
    }

    /** As much of it as is before another chunk, which begins where its header says that it has more. */
    Chunk endingAt(long end) {
        return new Chunk(this, end - offset);
    }

    /** What a chunk of another format begins with that begins there, such as 3.0; empty if none does. */
    static Optional<String> otherFormat(FileChannel file, long offset) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(2 * Integer.BYTES);
        while (header.hasRemaining() && file.read(header, offset + header.position()) > 0) {
            // Reads what there is.
        }
        boolean isOther = !header.hasRemaining() && header.getInt(0) == MAGIC && header.getShort(4) != MAJOR_VERSION;
        return isOther ? Optional.of(header.getShort(4) + "." + header.getShort(6)) : Optional.empty();
    }

    /** On the clock that nobody sets: in this order the chunks of one JVM were made. */
    public long ticks() {
        return ticks;
    }

    /** Where it begins in the file. */
    public long offset() {
        return offset;
    }

    /** How much of it is in the file, in bytes. */
    public long length() {
        return length;
    }

    /** Whether it is in the file to its end, and was finished by its JVM. */
    public boolean isWhole() {
        return finished && length == size;
    }

    /** Whether the file ends before the chunk does. */
    public boolean isCut() {
        return length < size;
    }

    @Override
    public long begin() {
        return begin;
    }

    /** Of a chunk that its JVM did not finish, the time of the last flush. */
    @Override
    public long end() {
        return begin + duration;
    }

    /** Where the last constants are, from the chunk's begin. */
    public long pools() {
        return pools;
    }

    /** Where the description of the types is, from the chunk's begin. */
    public long metadata() {
        return metadata;
    }

    /** Equal to the key of the same chunk of the same JVM, perhaps in another file. */
    public String key() {
        return begin + ":" + ticks;
    }
}
