package io.github.tidewatch.benchmarks.jvm;

import io.github.tidewatch.benchmarks.measure.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What a recording's {@code tidewatch.Overhead} events of some time say in sum. */
final class OwnAccount {
    private long passes;
    private long threads;
    private long cpuNanos;
    private long wallNanos;
    private long allocatedBytes;
    private final List<Double> passMillis = new ArrayList<>();
    private final List<Double> eventMicros = new ArrayList<>();

    /** Reads those that were written after {@code begin} and up to {@code end}. */
    static OwnAccount of(Path file, Instant begin, Instant end) throws IOException {
        OwnAccount account = new OwnAccount();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals("tidewatch.Overhead")
                        && event.getStartTime().isAfter(begin)
                        && !event.getStartTime().isAfter(end)) {
                    account.add(event);
                }
            }
        }
        return account;
    }

    /** Reads all. */
    static OwnAccount of(Path file) throws IOException {
        return of(file, Instant.MIN, Instant.MAX);
    }

    private void add(RecordedEvent event) {
        passes += event.getLong("passes");
        threads += event.getLong("threadsSampled");
        cpuNanos += event.getLong("cpuTime");
        wallNanos += event.getLong("wallTime");
        allocatedBytes += event.getLong("allocatedBytes");
        eventMicros.add(event.getLong("cpuTime") / 1e3);
        if (event.getLong("passes") > 0) {
            passMillis.add(event.getLong("wallTime") / 1e6 / event.getLong("passes"));
        }
    }

    boolean isEmpty() {
        return passes == 0;
    }

    double cpuNanosPerThread() {
        return (double) cpuNanos / sampled();
    }

    long cpuNanos() {
        return cpuNanos;
    }

    /** CPU time, of events of which there is one an interval: the median of all but the first and the last. */
    double medianCpuMicros() {
        int size = eventMicros.size();
        return Spread.of(eventMicros.subList(size > 2 ? 1 : 0, size > 2 ? size - 1 : size).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .median();
    }

    double wallMillisPerPass() {
        return wallNanos / 1e6 / passes;
    }

    double allocatedBytesPerThread() {
        return (double) allocatedBytes / sampled();
    }

    private long sampled() {
        if (threads == 0) {
            throw new IllegalStateException("the recording has no tidewatch.Overhead of a sample");
        }
        return threads;
    }
}
