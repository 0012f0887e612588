package io.github.tidewatch.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** The recording of one test. For one thread at a time. */
final class TestRecording implements AutoCloseable {
    /** What is kept at most, in bytes. */
    static final long LONGEST = 1_000_000_000;

    /** By whole chunks JFR drops what is too much: what is left is shorter than the limit by less than this. */
    private static final long CHUNKS = 50_000_000;

    private static final int LONGEST_NAME = 100;

    private final Recording recording;
    private final long limit;

    private TestRecording(Recording recording, long limit) {
        this.recording = recording;
        this.limit = limit;
    }

    /**
     * Begins it, with all events of Tidewatch's, spans of any length, and what JFR records of itself by default.
     *
     * @param limit what is kept at most, in bytes
     */
    static TestRecording start(long limit) throws IOException {
        Map<String, String> settings = new HashMap<>(settings());
        for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
            if (type.getName().startsWith(LoadedAgent.EVENTS)) {
                settings.put(type.getName() + "#enabled", "true");
            }
        }
        settings.put(LoadedAgent.EVENTS + "Span#threshold", "0 ms");
        Recording recording = new Recording(settings);
        recording.setName("@AssertAccounting");
        recording.setMaxSize(limit);
        recording.start();
        return new TestRecording(recording, limit);
    }

    private static Map<String, String> settings() throws IOException {
        try {
            return Configuration.getConfiguration("default").getSettings();
        } catch (ParseException e) {
            throw new IOException("the JDK's default.jfc cannot be read: " + e.getMessage(), e);
        }
    }

    /** Ends it and writes it to a new file, whose name begins with {@code name}, in a folder that is made if it is not there. */
    Path write(Path folder, String name) throws IOException {
        recording.stop();
        String printable = name.replaceAll("[^A-Za-z0-9._-]", "_");
        Path file = Files.createTempFile(
                Files.createDirectories(folder),
                printable.substring(0, Math.min(LONGEST_NAME, printable.length())) + "-",
                ".jfr");
        recording.dump(file);
        return file;
    }

    /** Whether it was so long that its begin may be missing. */
    boolean isCut() {
        return recording.getSize() > limit - CHUNKS;
    }

    @Override
    public void close() {
        recording.close();
    }
}
