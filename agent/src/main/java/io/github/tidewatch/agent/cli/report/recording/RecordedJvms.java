package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.recording.Chunk;
import io.github.tidewatch.recording.ChunkFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Which JVM each chunk is of, by {@code jdk.JVMInformation}. Thread ids of two JVMs say nothing of each other, so a report
 * is of one. For one thread at a time.
 */
final class RecordedJvms {
    static final String EVENT = "jdk.JVMInformation";

    private static final long CLOCKS_APART = 1_000_000_000;

    private static final String REMEDY =
            " A report is of one JVM, since two may have threads of the same id: make one of"
                    + " each. Of a file that has chunks of several JVMs, jfr disassemble --max-chunks 1 makes single ones.";

    private final Map<String, ChunkFile> jvms = new LinkedHashMap<>();
    private final Set<Chunk> unknown = new HashSet<>();
    private final Map<Chunk, ChunkFile> all = new LinkedHashMap<>();
    private String current;
    private Instant started;

    /** Takes what a {@code jdk.JVMInformation} of the chunk says that is being read. */
    void add(RecordedEvent event) {
        name(event).ifPresent(name -> {
            started = event.getInstant("jvmStartTime");
            current = name;
        });
    }

    /** How the JVM is named for people; empty if the event is none of Flight Recorder's own. */
    static Optional<String> name(RecordedEvent event) {
        return event.hasField("pid") && event.hasField("jvmStartTime")
                ? Optional.of("process " + event.getLong("pid") + ", started " + event.getInstant("jvmStartTime"))
                : Optional.empty();
    }

    /** What a report of these says instead. */
    static IOException areDifferent(String which) {
        return new IOException("These are recordings of different JVMs: " + which + "." + REMEDY);
    }

    /** When the JVM was started; null if that is not known. */
    Instant started() {
        return started;
    }

    /**
     * Notes that a chunk has been read.
     *
     * @throws IOException if it is of another JVM than the chunks before; the message names the files
     */
    void chunkRead(ChunkFile file, Chunk chunk) throws IOException {
        if (current == null) {
            unknown.add(chunk);
        } else {
            jvms.putIfAbsent(current, file);
        }
        all.put(chunk, file);
        current = null;
        if (jvms.size() > 1) {
            List<String> both = new ArrayList<>();
            jvms.forEach((jvm, from) -> both.add(from.name() + " is of " + jvm));
            throw areDifferent(String.join("; ", both));
        }
    }

    /**
     * Compares the times of chunks that do not say of which JVM they are: one JVM writes one chunk at a time.
     *
     * @throws IOException if chunks of two files are of the same time
     */
    void check() throws IOException {
        if (unknown.isEmpty()) {
            return;
        }
        List<Chunk> sorted = new ArrayList<>(all.keySet());
        sorted.sort(Comparator.comparingLong(Chunk::begin));
        Chunk last = null;
        for (Chunk chunk : sorted) {
            boolean overlaps = last != null && chunk.begin() + CLOCKS_APART < last.end();
            if (overlaps && all.get(last) != all.get(chunk) && (unknown.contains(last) || unknown.contains(chunk))) {
                throw new IOException(all.get(last).name() + " and "
                        + all.get(chunk).name() + " are of the same time, so they are recordings of different JVMs."
                        + REMEDY);
            }
            last = last == null || chunk.end() > last.end() ? chunk : last;
        }
    }
}
