package io.github.tidewatch.benchmarks.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** How fast a recording grows by the events of Tidewatch about threads. */
final class RecordedBytes {
    private RecordedBytes() {}

    /** Their share of the events in the time given, of the bytes that all events take; 0 if there are none. */
    static double perHour(Path file, Instant begin, Instant end) throws IOException {
        long own = 0;
        long inTime = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                String name = event.getEventType().getName();
                if (name.equals("tidewatch.ThreadDelay") || name.equals("tidewatch.ThreadUsage")) {
                    own++;
                    if (event.getEndTime().isAfter(begin) && !event.getEndTime().isAfter(end)) {
                        inTime++;
                    }
                }
            }
        }
        if (own == 0) {
            return 0;
        }
        double hours = Duration.between(begin, end).toMillis() / 3.6e6;
        return size(file) * inTime / own / hours;
    }

    /** By {@code jfr summary}, which counts bytes for each type of event. */
    private static double size(Path file) throws IOException {
        Path jfr = Path.of(System.getProperty("java.home"), "bin", "jfr");
        Process process = new ProcessBuilder(jfr.toString(), "summary", file.toString()).start();
        double bytes = 0;
        for (String line :
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
            String[] parts = line.trim().split(" +", -1);
            if (parts[0].equals("tidewatch.ThreadDelay") || parts[0].equals("tidewatch.ThreadUsage")) {
                bytes += Double.parseDouble(parts[2]);
            }
        }
        return bytes;
    }
}
