package io.github.tidewatch.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Goes from event to event of a chunk, each of which begins with its size. For one thread. */
final class EventWalk {
    private static final int WINDOW = 1 << 16;

    private final FileChannel file;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowAt;

    private EventWalk(FileChannel file) {
        this.file = file;
    }

    /**
     * Where, before the chunk's end as its header says it, another chunk begins in place of an event; the end if none does.
     * By a boundary of events only: text in an event may have the bytes that a chunk begins with.
     */
    static long end(FileChannel file, Chunk chunk) throws IOException {
        EventWalk walk = new EventWalk(file);
        long end = chunk.offset() + chunk.length();
        for (long at = chunk.offset() + Chunk.HEADER; at < end; ) {
            walk.moveTo(at);
            if (walk.isMagic() && Chunk.at(file, at).isPresent()) {
                return at;
            }
            long size = ChunkRepair.number(walk.window);
            if (size <= 0 || size > end - at) {
                return end; // no event: nobody knows where the next one is
            }
            at += size;
        }
        return end;
    }

    private void moveTo(long at) throws IOException {
        if (at + ChunkRepair.LONGEST_NUMBER > windowAt + window.limit()) {
            windowAt = at;
            file.read(window.clear(), at);
            window.flip();
        }
        window.position((int) Math.min(window.limit(), at - windowAt)); // the file may have become shorter
    }

    private boolean isMagic() {
        return window.remaining() >= Integer.BYTES && window.getInt(window.position()) == Chunk.MAGIC;
    }
}
