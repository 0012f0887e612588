package io.github.tidewatch.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a recording's file from any place on, as far as the head of an event takes. For one thread. */
final class EventWindow {
    private static final int LONGEST_NUMBER = 9;

    /** A checkpoint's head has five numbers. */
    private static final int LEAST = 5 * LONGEST_NUMBER;

    private static final int SIZE = 1 << 16;

    private final FileChannel file;
    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).limit(0);
    private long begin;

    EventWindow(FileChannel file) {
        this.file = file;
    }

    /** Goes to a place in the file. */
    void moveTo(long at) throws IOException {
        if (at < begin || at + LEAST > begin + bytes.limit()) {
            // From checkpoint to checkpoint it goes back: then the window is what is before.
            begin = at < begin ? Math.max(0, at + LEAST - SIZE) : at;
            file.read(bytes.clear(), begin);
            bytes.flip();
        }
        bytes.position((int) Math.min(bytes.limit(), at - begin)); // the file may have become shorter
    }

    /** Whether a chunk may begin here; goes nowhere. */
    boolean isMagic() {
        return bytes.remaining() >= Integer.BYTES && bytes.getInt(bytes.position()) == Chunk.MAGIC;
    }

    /** Takes JFR's compressed integer: seven bits a byte, least first; -1 if it is cut off. */
    long number() {
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
}
