package io.github.tidewatch.agent.jfr;

import java.util.Map;

/** When the recording began that made the agent start, which takes a while, and that samples are taken. */
final class RecordingBegin {
    private final Map<String, String> options;
    /** As the agent noted it in its options, which any thread may read and write. */
    RecordingBegin(Map<String, String> options) {
        this.options = options;
    }

    /** Whether it records from the start of the JVM. */
    boolean isStartOfJvm() {
        return Boolean.parseBoolean(options.get("start.beforeMain"));
    }

    /** When the first recording was seen to run, else when JFR was first used, by {@link System#nanoTime}. */
    long nanoTime() {
        String recorder = options.getOrDefault("start.recorder", Long.toString(System.nanoTime()));
        return Long.parseLong(options.getOrDefault("start.recording", recorder));
    }

    /** When the agent began to start. */
    long startTime() {
        return Long.parseLong(options.getOrDefault("start.recorder", Long.toString(System.nanoTime())));
    }

    /** Says to who waits for it that threads are sampled from {@code time} on, by {@link System#nanoTime}. */
    void sampled(long time) {
        synchronized (options) {
            options.put("first.sample", Long.toString(time));
            options.notifyAll();
        }
    }
}
