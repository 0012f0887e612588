package io.github.tidewatch.agent.cli.report;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Copies one chunk into a file of its own, as a finished one, as far as it can be understood. JDK 14 and later flush every
 * second what explains the events so far: the description of the types ("metadata", event type 0) and the constants that
 * the events refer to ("checkpoints", event type 1, each linked to the one before). So a chunk that was cut off, or that
 * its JVM did not live to finish, is good up to its last checkpoint.
 */
final class ChunkRepair {
    private static final int METADATA = 0;
    private static final int CHECKPOINT = 1;
    private static final int LONGEST_NUMBER = 9;
    private static final int WINDOW = 1 << 16;

    private final FileChannel source;
    private final Chunk chunk;
    private long metadata;
    private long checkpoint;
    private long good;

    private ChunkRepair(FileChannel source, Chunk chunk) {
        this.source = source;
        this.chunk = chunk;
    }

    /** Writes the chunk to this file and returns how many bytes of it; empty if none of it can be read. */
    static Optional<Long> copy(Path from, Chunk chunk, Path to) throws IOException {
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target =
                        FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            if (chunk.isWhole()) {
                transfer(source, chunk.offset(), chunk.length(), target);
                return Optional.of(chunk.length());
            }
            ChunkRepair repair = new ChunkRepair(source, chunk);
            repair.findCheckpoints();
            if (repair.metadata == 0 || repair.checkpoint == 0) {
                return Optional.empty();
            }
            transfer(source, chunk.offset(), repair.good, target);
            put(target, Chunk.SIZE_AT, repair.good);
            put(target, Chunk.POOLS_AT, repair.checkpoint);
            put(target, Chunk.METADATA_AT, repair.metadata);
            target.write(ByteBuffer.allocate(1), Chunk.STATE_AT);
            return Optional.of(repair.good);
        }
    }

    /** Goes from event to event, by their lengths. */
    private void findCheckpoints() throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
        long windowAt = 0;
        long end = chunk.length();
        for (long at = Chunk.HEADER; at < end; ) {
            if (at + 2 * LONGEST_NUMBER > windowAt + window.limit()) {
                source.read(window.clear(), chunk.offset() + at);
                window.flip();
                windowAt = at;
            }
            window.position((int) (at - windowAt));
            long size = number(window);
            long type = number(window);
            if (size <= 0 || type < 0 || at + size > end) {
                return;
            }
            if (type == METADATA) {
                metadata = at;
            } else if (type == CHECKPOINT) {
                checkpoint = at;
            }
            at += size;
            if (type <= CHECKPOINT && metadata > 0 && checkpoint > 0) {
                good = at;
            }
        }
    }

    /** JFR's compressed integer: seven bits a byte, least first; -1 if it is cut off. */
    private static long number(ByteBuffer bytes) {
        long value = 0;
        for (int i = 0; i < LONGEST_NUMBER && bytes.hasRemaining(); i++) {
            long next = bytes.get() & 0xff;
            if (i == LONGEST_NUMBER - 1) {
                return value | next << (7 * i);
            }
            value |= (next & 0x7f) << (7 * i);
            if (next < 0x80) {
                return value;
            }
        }
        return -1;
    }

    private static void transfer(FileChannel source, long offset, long length, FileChannel target) throws IOException {
        for (long done = 0; done < length; ) {
            long some = source.transferTo(offset + done, length - done, target);
            if (some <= 0) {
                throw new InterruptedIOException("the file became shorter while it was read");
            }
            done += some;
        }
    }

    private static void put(FileChannel target, int at, long value) throws IOException {
        target.write(ByteBuffer.allocate(Long.BYTES).putLong(0, value), at);
    }
}
