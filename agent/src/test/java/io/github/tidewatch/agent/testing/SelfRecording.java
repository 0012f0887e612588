package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** A recording that the application itself starts and stops, with a {@link Witness} printed before and after each. */
final class SelfRecording implements AutoCloseable {
    static final List<String> EVENTS =
            List.of("ThreadDelay", "ThreadUsage", "ThreadEnd", "ProcessUsage", "Status", "Overhead");

    private final Recording recording = new Recording();
    private final String label;

    private SelfRecording(String label) {
        this.label = label;
    }

    /** Waits until the agent can record. */
    static void prepare() throws InterruptedException {
        FlightRecorder.getFlightRecorder();
        Apps.awaitAgent();
    }

    /**
     * Starts one.
     *
     * @param label of the four witnesses: "-before" and "-begin" enclose the start, "-end" and "-after" the end
     * @param period in JFR's form
     */
    static SelfRecording start(String label, String period) throws IOException {
        SelfRecording self = new SelfRecording(label);
        Map<String, String> settings = new HashMap<>();
        for (String event : EVENTS) {
            settings.put("tidewatch." + event + "#enabled", "true");
        }
        settings.put("tidewatch.ThreadDelay#period", period);
        settings.put("tidewatch.ThreadUsage#period", period);
        settings.put("tidewatch.ProcessUsage#period", period);
        settings.put("jdk.CPULoad#enabled", "true"); // shows how often JFR comes to what has this period
        settings.put("jdk.CPULoad#period", period);
        self.recording.setSettings(settings);
        System.out.print(Witness.take(label + "-before"));
        self.recording.start();
        awaitHook();
        System.out.print(Witness.take(label + "-begin"));
        return self;
    }

    static SelfRecording start(String label, Duration period) throws IOException {
        return start(label, period.toMillis() + " ms");
    }

    /** The first recording has the hook of ending threads woven in, which takes a moment. */
    private static void awaitHook() {
        try {
            Apps.awaitAgent();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void stop(Path file) throws IOException {
        System.out.print(Witness.take(label + "-end"));
        recording.stop();
        System.out.print(Witness.take(label + "-after"));
        recording.dump(file);
    }

    @Override
    public void close() {
        recording.close();
    }
}
