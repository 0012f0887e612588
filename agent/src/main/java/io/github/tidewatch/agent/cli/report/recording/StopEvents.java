package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.timeline.RecordedTimes;
import io.github.tidewatch.timeline.StoppedTime;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Takes from JFR's own events when the JVM stopped all Java threads. For one thread at a time. */
final class StopEvents {
    /** Of garbage collections, and of all operations for which the JVM stops. */
    static final Set<String> NAMES = Set.of(
            "jdk.ActiveSetting",
            "jdk.GCPhasePause",
            "jdk.SafepointBegin",
            "jdk.SafepointEnd",
            "jdk.ExecuteVMOperation");

    private static final int OPEN = 64;

    private long pauseType = -1;
    private final StoppedTime stops;
    private final Map<Long, Long> begins = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > OPEN;
        }
    };

    StopEvents(StoppedTime stops) {
        this.stops = stops;
    }

    /** Notes which of the event types of a recording says what is enabled; what is garbled is no reason to fail. */
    void settings(RecordingFile recording) {
        pauseType = -1;
        try {
            for (EventType type : recording.readEventTypes()) {
                pauseType = type.getName().equals("jdk.GCPhasePause") ? type.getId() : pauseType;
            }
        } catch (IOException | RuntimeException e) {
            pauseType = -1;
        }
    }

    /** Takes one of these events; answers whether it makes sense. */
    boolean add(String name, RecordedEvent event) {
        long begin = RecordedTimes.nanos(event.getStartTime());
        long end = RecordedTimes.nanos(event.getEndTime());
        switch (name) {
            case "jdk.GCPhasePause":
                return stops.addPause(begin, end);
            case "jdk.SafepointBegin":
                begins.put(event.getLong("safepointId"), begin);
                return stops.addSafepoint(begin, end);
            case "jdk.SafepointEnd":
                Long begun = begins.remove(event.getLong("safepointId"));
                return stops.addSafepoint(begun == null ? begin : Math.min(begun, begin), end);
            case "jdk.ActiveSetting":
                if (event.getLong("id") == pauseType && "enabled".equals(event.getString("name"))) {
                    stops.enablePauses("true".equals(event.getString("value")));
                }
                return true;
            default:
                return !event.getBoolean("safepoint") || stops.addSafepoint(begin, end);
        }
    }
}
