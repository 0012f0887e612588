package io.github.tidewatch.agent.cli.report.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import one.proto.Proto;

/**
 * Writes a trace of Perfetto (perfetto/protos/perfetto/trace/trace.proto), packet by packet and bounded in bytes: tracks, and
 * slices on them. For one thread at a time.
 */
final class TracePackets {
    private static final int PACKET = 1;
    private static final int TIMESTAMP = 8;
    private static final int SEQUENCE = 10;
    private static final int TRACK_EVENT = 11;
    private static final int SEQUENCE_FLAGS = 13;
    private static final int TRACK_DESCRIPTOR = 60;

    private static final int UUID = 1;
    private static final int TRACK_NAME = 2;
    private static final int PARENT = 5;

    private static final int ANNOTATION = 4;
    private static final int TYPE = 9;
    private static final int TRACK_OF_EVENT = 11;
    private static final int CATEGORY = 22;
    private static final int EVENT_NAME = 23;
    private static final int BEGIN = 1;
    private static final int END = 2;

    private static final int ANNOTATION_INTEGER = 4;
    private static final int ANNOTATION_NAME = 10;

    /** The type of texts and messages on the wire. */
    private static final int OF_A_LENGTH = 2;

    /** All packets are of one sequence, which begins with the first of them. */
    private static final int ONLY_SEQUENCE = 1;

    private static final int STATE_CLEARED = 1;

    /** Of a message, in bytes; it grows. */
    private static final int ROOM = 64;

    private final OutputStream out;
    private long bytesLeft;
    private long leftOut;
    private boolean begun;

    TracePackets(OutputStream out, long mostBytes) {
        this.out = out;
        bytesLeft = mostBytes;
    }

    /** A value that is shown with a slice. */
    interface Values {
        /** Gives each, with the name under which it is shown. */
        void each(Value value);
    }

    /** Takes a value. */
    interface Value {
        void take(String name, long number);
    }

    /** Adds a track, below another; 0 is none. */
    void track(long uuid, long parent, String name) throws IOException {
        Proto track = new Proto(ROOM).field(UUID, uuid).field(TRACK_NAME, name);
        if (parent != 0) {
            track.field(PARENT, parent);
        }
        Proto packet = new Proto(ROOM);
        bytes(packet, TRACK_DESCRIPTOR, track.buffer(), track.size());
        write(packet);
    }

    /** Begins a slice; times are nanoseconds since 1970. Answers whether there was room for it. */
    boolean begin(long track, long time, String category, String name, Values values) throws IOException {
        if (bytesLeft <= 0) {
            leftOut++;
            return false;
        }
        Proto event = new Proto(ROOM).field(TYPE, BEGIN).field(TRACK_OF_EVENT, track);
        text(event, CATEGORY, category);
        text(event, EVENT_NAME, name);
        values.each((title, number) -> event.field(
                ANNOTATION, new Proto(ROOM).field(ANNOTATION_NAME, title).field(ANNOTATION_INTEGER, number)));
        write(new Proto(ROOM).field(TIMESTAMP, time).field(TRACK_EVENT, event));
        return true;
    }

    /** Ends the innermost slice of a track. */
    void end(long track, long time) throws IOException {
        write(new Proto(ROOM)
                .field(TIMESTAMP, time)
                .field(TRACK_EVENT, new Proto(ROOM).field(TYPE, END).field(TRACK_OF_EVENT, track)));
    }

    private static void text(Proto message, int field, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        bytes(message, field, bytes, bytes.length);
    }

    /** {@link Proto#field} has a byte for a field's number and type, which is enough for the first 15. */
    private static void bytes(Proto message, int field, byte[] bytes, int length) {
        message.writeInt(field << 3 | OF_A_LENGTH);
        message.writeBytes(bytes, 0, length); // and their length before them
    }

    private void write(Proto packet) throws IOException {
        packet.field(SEQUENCE, ONLY_SEQUENCE);
        if (!begun) {
            begun = true;
            packet.field(SEQUENCE_FLAGS, STATE_CLEARED);
        }
        Proto framed = new Proto(ROOM).field(PACKET, packet);
        out.write(framed.buffer(), 0, framed.size());
        bytesLeft -= framed.size();
    }

    /** How many slices were too many. */
    long leftOut() {
        return leftOut;
    }
}
