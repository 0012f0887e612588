package io.github.tidewatch.agent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Tidewatch's events of a recording, read by the JDK's own parser. */
public final class Recorded {
    private final Map<String, EventType> types = new LinkedHashMap<>();
    private final List<RecordedEvent> events = new ArrayList<>();
    private final Map<String, Integer> others = new LinkedHashMap<>();
    private final List<Delay> delays;

    private Recorded(Path file) throws IOException {
        try (RecordingFile recording = new RecordingFile(file)) {
            for (EventType type : recording.readEventTypes()) {
                types.put(type.getName(), type);
            }
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().startsWith("tidewatch.")) {
                    events.add(event);
                } else {
                    others.merge(event.getEventType().getName(), 1, Integer::sum);
                }
            }
        }
        delays = events("ThreadDelay").stream()
                .map(Delay::new)
                .sorted(Comparator.comparingLong(delay -> delay.begin))
                .collect(Collectors.toList());
    }

    public static Recorded read(Path file) throws IOException {
        return new Recorded(file);
    }

    /** The event type {@code tidewatch.NAME}; null if the recording has none. */
    public EventType type(String name) {
        return types.get("tidewatch." + name);
    }

    /** The events {@code tidewatch.NAME}. */
    public List<RecordedEvent> events(String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("tidewatch." + name))
                .collect(Collectors.toList());
    }

    /** How many events of the JDK's own type {@code NAME} there are, such as jdk.CPULoad. */
    public int countOf(String name) {
        return others.getOrDefault(name, 0);
    }

    /** The last {@code tidewatch.Status}. */
    public RecordedEvent status() {
        // A file has events in the order of the buffers that they were in.
        return events("Status").stream()
                .max(Comparator.comparing(RecordedEvent::getStartTime))
                .orElseThrow(() -> new AssertionError("no tidewatch.Status"));
    }

    /** All {@code tidewatch.ThreadDelay}, by their begin. */
    public List<Delay> delays() {
        return delays;
    }

    /** Those of one thread. */
    public List<Delay> delays(long tid) {
        return delays.stream().filter(delay -> delay.tid == tid).collect(Collectors.toList());
    }

    /** Those of the threads with this name. */
    public List<Delay> delays(String name) {
        return delays.stream().filter(delay -> delay.name.equals(name)).collect(Collectors.toList());
    }

    /** Those of each thread. A tid may be used again, so the name counts too. */
    public Map<String, List<Delay>> delaysByThread() {
        return delays.stream().collect(Collectors.groupingBy(delay -> delay.tid + " " + delay.name));
    }

    /** By how much a lifetime may be too short: procfs knows the start of a thread to a tick, others exactly. */
    public long startError() {
        return status().getString("source").equals("procfs") ? 10_000_000 : 0;
    }

    /** The sum of the parts of an event's time that this recording has. */
    public static long parts(RecordedEvent event) {
        long parts = event.getLong("userTime")
                + event.getLong("systemTime")
                + event.getLong("cpuDelay")
                + event.getLong("waitTime");
        return event.hasField("blockIoDelay") ? parts + event.getLong("blockIoDelay") : parts;
    }

    /**
     * Fails unless block-I/O delay is there with delay accounting, and without is absent from the event types, with
     * cause and remedy in the status.
     */
    public void confirmBlockIoDelay() {
        boolean accounted = status().getBoolean("delayAccountingAtStart");
        for (String name : List.of("ThreadDelay", "ThreadEnd")) {
            assertThat(type(name).getField("blockIoDelay") != null).as(name).isEqualTo(accounted);
        }
        if (!accounted) {
            assertThat(status().getString("missing").lines())
                    .filteredOn(line -> line.startsWith("blockIoDelay "))
                    .singleElement()
                    .asString()
                    .contains("kernel.task_delayacct = 0", "remedy: sysctl -w kernel.task_delayacct=1");
        }
    }

    public static long sum(List<Delay> delays, ToLongFunction<Delay> value) {
        return delays.stream().mapToLong(value).sum();
    }
}
