package io.github.tidewatch.recording;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Copies one chunk into a file of its own, as a finished one, as far as it can be understood. JDK 14 and later flush every
 * second what explains the events so far: the description of the types ("metadata", event type 0) and the constants that
 * the events refer to ("checkpoints", event type 1, each linked to the one before). So a chunk that was cut off, or that
 * its JVM did not live to finish, is good up to its last checkpoint; and in one that was finished, bytes that are no events
 * cost what is between them and the next checkpoint only.
 */
public final class ChunkRepair {
    private static final int METADATA = 0;
    private static final int CHECKPOINT = 1;
    private static final int BLOCK = 1 << 20;

    /** JFR writes some of them each second, and begins a new chunk long before there are so many. */
    private static final int MOST_CHECKPOINTS = 1_000_000;

    /** What came of it. Immutable. */
    public static final class Result {
        /** How many bytes of the chunk are copied. */
        public final long bytes;
        /** How many of these are left out, because they are no events. */
        public final long leftOut;

        Result(long bytes, long leftOut) {
            this.bytes = bytes;
            this.leftOut = leftOut;
        }
    }

    private final Chunk chunk;
    private final NavigableSet<Long> known = new TreeSet<>();
    private final List<long[]> nonsense = new ArrayList<>();
    private final EventWindow window;
    private long metadata;
    private long checkpoint;
    private long good;

    private ChunkRepair(FileChannel source, Chunk chunk) {
        this.chunk = chunk;
        this.window = new EventWindow(source);
    }

    /** Whether a reader understands all of the chunk as it is. */
    public static boolean isSound(Path file, Chunk chunk) throws IOException {
        if (!chunk.isWhole()) {
            return false;
        }
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            ChunkRepair repair = new ChunkRepair(source, chunk);
            if (!repair.findKnown()) {
                return false;
            }
            repair.walk();
            return repair.nonsense.isEmpty();
        }
    }

    /** That the copy could not be written, as to a full disk; the source is not to blame. */
    public static final class TargetFailed extends IOException {
        private static final long serialVersionUID = 1;

        TargetFailed(IOException cause) {
            super(cause.getMessage(), cause);
        }

        /** What the file system said. */
        public IOException reason() {
            return (IOException) getCause();
        }
    }

    /**
     * Writes the chunk to this file; empty if none of it can be read.
     *
     * @throws TargetFailed if the file cannot be written
     */
    public static Optional<Result> copy(Path from, Chunk chunk, Path to) throws IOException {
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target =
                        FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ChunkRepair repair = new ChunkRepair(source, chunk);
            boolean whole = chunk.isWhole() && repair.findKnown();
            repair.walk();
            if (whole) {
                transfer(source, chunk.offset(), chunk.length(), target);
                for (long[] range : repair.nonsense) {
                    fill(target, range[0], range[1]);
                }
                return Optional.of(new Result(chunk.length(), repair.nonsenseBytes()));
            }
            if (repair.metadata == 0 || repair.checkpoint == 0 || !repair.isChain(repair.checkpoint)) {
                return Optional.empty();
            }
            transfer(source, chunk.offset(), repair.good, target);
            put(target, Chunk.SIZE_AT, repair.good);
            put(target, Chunk.POOLS_AT, repair.checkpoint);
            put(target, Chunk.METADATA_AT, repair.metadata);
            write(target, ByteBuffer.allocate(1), Chunk.STATE_AT);
            return Optional.of(new Result(repair.good, 0));
        }
    }

    private long nonsenseBytes() {
        return nonsense.stream().mapToLong(range -> range[1] - range[0]).sum();
    }

    /** Finds the events that the header refers to, and those that they do; false if they are not there. */
    private boolean findKnown() throws IOException {
        if (!isChain(chunk.pools())) {
            return false;
        }
        moveTo(chunk.metadata());
        known.add(chunk.metadata());
        return window.number() > 0 && window.number() == METADATA;
    }

    /** Whether the checkpoints refer each to one before, to the first: a reader would follow a circle for ever. */
    private boolean isChain(long last) throws IOException {
        long delta;
        long at = last;
        do {
            if (at < Chunk.HEADER || at >= chunk.length() || known.size() >= MOST_CHECKPOINTS) {
                return false;
            }
            moveTo(at);
            long size = window.number();
            if (size <= 0 || window.number() != CHECKPOINT) {
                return false;
            }
            known.add(at);
            window.number(); // when
            window.number(); // how long
            delta = window.number();
            at += delta;
        } while (delta < 0);
        return delta == 0;
    }

    /** Goes from event to event, by their lengths. */
    private void walk() throws IOException {
        long end = chunk.length();
        long before = Chunk.HEADER;
        for (long at = Chunk.HEADER; at < end; ) {
            moveTo(at);
            long size = window.number();
            long type = window.number();
            Long next = known.higher(at);
            boolean sensible = size > 0 && size <= Integer.MAX_VALUE && type >= 0 && at + size <= end;
            if (!sensible || (next != null && at + size > next)) {
                if (known.isEmpty()) {
                    return;
                }
                long to = next == null ? end : next;
                long from = to - at > 1 ? at : before;
                nonsense.add(new long[] {from, to});
                before = at;
                at = to;
                continue;
            }
            if (type == METADATA) {
                metadata = at;
            } else if (type == CHECKPOINT) {
                checkpoint = at;
            }
            before = at;
            at += size;
            if (type <= CHECKPOINT && metadata > 0 && checkpoint > 0) {
                good = at;
            }
        }
    }

    private void moveTo(long at) throws IOException {
        window.moveTo(chunk.offset() + at);
    }

    /** Makes the range events that readers pass over: metadata that no header refers to. */
    private static void fill(FileChannel target, long from, long to) throws IOException {
        long most = (1 << 28) - 1;
        for (long at = from; at < to; ) {
            long size = Math.min(most, to - at);
            size -= to - at - size == 1 ? 1 : 0;
            ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + 1);
            if (size < 0x80) {
                head.put((byte) size);
            } else {
                for (int i = 0; i < Integer.BYTES; i++) {
                    int more = i < Integer.BYTES - 1 ? 0x80 : 0;
                    head.put((byte) (((size >> (7 * i)) & 0x7f) | more));
                }
            }
            head.put((byte) METADATA).flip();
            write(target, head, at);
            at += size;
        }
    }

    /** Not by transferTo, which does not say whether the source or the target failed. */
    private static void transfer(FileChannel source, long offset, long length, FileChannel target) throws IOException {
        ByteBuffer some = ByteBuffer.allocateDirect(BLOCK);
        for (long done = 0; done < length; done += some.limit()) {
            some.clear().limit((int) Math.min(BLOCK, length - done));
            if (source.read(some, offset + done) <= 0) {
                throw new InterruptedIOException("the file became shorter while it was read");
            }
            write(target, some.flip(), done);
        }
    }

    private static void put(FileChannel target, int at, long value) throws IOException {
        write(target, ByteBuffer.allocate(Long.BYTES).putLong(0, value), at);
    }

    private static void write(FileChannel target, ByteBuffer bytes, long at) throws TargetFailed {
        try {
            long to = at;
            while (bytes.hasRemaining()) {
                to += target.write(bytes, to);
            }
        } catch (IOException e) {
            throw new TargetFailed(e);
        }
    }
}
