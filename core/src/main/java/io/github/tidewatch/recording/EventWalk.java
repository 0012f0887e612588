package io.github.tidewatch.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Goes from event to event of a chunk, each of which begins with its size. */
final class EventWalk {
    private EventWalk() {}

    /**
     * Where, before the chunk's end as its header says it, another chunk begins in place of an event; the end if none does.
     * By a boundary of events only: text in an event may have the bytes that a chunk begins with.
     */
    static long end(FileChannel file, Chunk chunk) throws IOException {
        EventWindow window = new EventWindow(file);
        long end = chunk.offset() + chunk.length();
        for (long at = chunk.offset() + Chunk.HEADER; at < end; ) {
            window.moveTo(at);
            if (window.isMagic() && Chunk.at(file, at).isPresent()) {
                return at;
            }
            long size = window.number();
            if (size <= 0 || size > end - at) {
                return end; // no event: nobody knows where the next one is
            }
            at += size;
        }
        return end;
    }
}
