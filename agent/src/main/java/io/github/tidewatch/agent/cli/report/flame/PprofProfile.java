package io.github.tidewatch.agent.cli.report.flame;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import one.proto.Proto;

/**
 * Stacks as a profile of pprof (profile.proto of github.com/google/pprof), compressed: a value for each part, in nanoseconds.
 * Written as it is filled, so that only the names of frames are kept. For one thread at a time.
 */
final class PprofProfile implements AutoCloseable {
    private static final int SAMPLE_TYPE = 1;
    private static final int SAMPLE = 2;
    private static final int LOCATION = 4;
    private static final int FUNCTION = 5;
    private static final int STRING = 6;
    private static final int BEGIN = 9;
    private static final int LENGTH = 10;
    private static final int DEFAULT_SAMPLE_TYPE = 14;

    private static final int ID = 1;
    private static final int NAME = 2;
    private static final int SYSTEM_NAME = 3;
    private static final int LINE = 4;
    private static final int LOCATIONS_OF_SAMPLE = 1;
    private static final int VALUES_OF_SAMPLE = 2;
    private static final int UNIT = 2;

    /** Of a message, in bytes; it grows. */
    private static final int ROOM = 64;

    private final OutputStream out;
    private final Map<String, Integer> strings = new HashMap<>();
    private final Map<String, Integer> locations = new HashMap<>();

    PprofProfile(Set<FlamePart> parts, long begin, long length, OutputStream to) throws IOException {
        out = new GZIPOutputStream(to);
        string(""); // the first has to be empty
        int unit = string("nanoseconds");
        int first = 0;
        for (FlamePart part : parts) {
            int type = string(part.label());
            first = first == 0 ? type : first;
            write(new Proto(ROOM)
                    .field(SAMPLE_TYPE, new Proto(ROOM).field(1, type).field(UNIT, unit)));
        }
        write(new Proto(ROOM).field(BEGIN, begin).field(LENGTH, length).field(DEFAULT_SAMPLE_TYPE, first));
    }

    /** Adds a stack, its outermost frame first, and its time in each of the parts. */
    void add(Deque<String> frames, long... nanos) throws IOException {
        Proto ids = new Proto(ROOM);
        for (Iterator<String> frame = new ArrayDeque<>(frames).descendingIterator(); frame.hasNext(); ) {
            ids.writeInt(location(frame.next()));
        }
        Proto values = new Proto(ROOM);
        for (long value : nanos) {
            values.writeLong(value);
        }
        write(new Proto(ROOM)
                .field(SAMPLE, new Proto(ROOM).field(LOCATIONS_OF_SAMPLE, ids).field(VALUES_OF_SAMPLE, values)));
    }

    private int location(String frame) throws IOException {
        Integer known = locations.get(frame);
        if (known != null) {
            return known;
        }
        int id = locations.size() + 1;
        locations.put(frame, id);
        int name = string(frame);
        write(new Proto(ROOM)
                .field(FUNCTION, new Proto(ROOM).field(ID, id).field(NAME, name).field(SYSTEM_NAME, name))
                .field(LOCATION, new Proto(ROOM).field(ID, id).field(LINE, new Proto(ROOM).field(1, id))));
        return id;
    }

    private int string(String text) throws IOException {
        Integer known = strings.get(text);
        if (known != null) {
            return known;
        }
        int index = strings.size();
        strings.put(text, index);
        write(new Proto(ROOM).field(STRING, text));
        return index;
    }

    private void write(Proto proto) throws IOException {
        out.write(proto.buffer(), 0, proto.size());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
