package io.github.tidewatch.agent.cli.report.trace;

import io.github.tidewatch.text.PrintableText;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The tracks of threads, a bounded number. For one thread at a time. */
final class ThreadTracks {
    private static final int MOST = 50_000;
    private static final int LONGEST_NAME = 200;
    private static final String PARTS = "where its time went";
    private static final long PROCESS = 1;

    private final TracePackets packets;
    private final Map<String, Long> threads = new HashMap<>();
    private long last = PROCESS;

    ThreadTracks(TracePackets packets, String process) throws IOException {
        this.packets = packets;
        packets.track(PROCESS, 0, process);
    }

    /**
     * The track of a thread, on which its spans are; 0 if there are too many.
     *
     * @param javaId 0 if it is not known
     */
    long thread(long tid, long javaId, String name) throws IOException {
        String key = tid + " " + (javaId > 0 ? Long.toString(javaId) : name);
        Long known = threads.get(key);
        if (known != null || threads.size() >= MOST) {
            return known == null ? 0 : known;
        }
        long track = last + 1;
        last += 2;
        threads.put(key, track);
        packets.track(track, PROCESS, PrintableText.shortened(name, LONGEST_NAME) + " (" + tid + ")");
        packets.track(track + 1, track, PARTS);
        return track;
    }

    /** The track below a thread's that has the parts of its time. */
    static long parts(long thread) {
        return thread + 1;
    }
}
