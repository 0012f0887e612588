package io.github.tidewatch.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;

/** What the recording's {@code tidewatch.Status} events say of its sources and of what is missing. */
final class StatusSummary {
    private final List<RecordedEvent> events = new ArrayList<>();

    void add(RecordedEvent event) {
        events.add(event);
    }

    List<String> lines() {
        if (events.isEmpty()) {
            return List.of("The recording has no tidewatch.Status event: it does not say what is missing in it.");
        }
        events.sort(Comparator.comparing(RecordedEvent::getStartTime));
        List<String> lines = new ArrayList<>();
        addValues(lines, "source", "source", Object::toString);
        addValues(lines, "taskstatsVersion", "taskstats version", Object::toString);
        addValues(lines, "delayAccounting", "delay accounting", value -> Boolean.TRUE.equals(value) ? "on" : "off");
        addValues(lines, "threadMapping", "thread mapping", Object::toString);
        addMissing(lines);
        return lines;
    }

    private void addValues(List<String> lines, String field, String title, Function<Object, String> text) {
        Set<String> values = new LinkedHashSet<>();
        for (RecordedEvent event : events) {
            Object value = value(event, field);
            if (value != null) {
                values.add(text.apply(value));
            }
        }
        if (!values.isEmpty()) {
            lines.add(title + ": " + String.join(", then ", values));
        }
    }

    private void addMissing(List<String> lines) {
        boolean told = events.stream().anyMatch(event -> event.hasField("missing"));
        if (!told) {
            return;
        }
        Set<String> missing = events.stream()
                .map(event -> value(event, "missing"))
                .filter(value -> value != null)
                .flatMap(value -> value.toString().lines())
                .filter(line -> !line.isBlank())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (missing.isEmpty()) {
            lines.add("missing: nothing");
        } else {
            lines.add("missing:");
            missing.forEach(line -> lines.add("  " + line));
        }
    }

    private static Object value(RecordedEvent event, String field) {
        return event.hasField(field) ? event.getValue(field) : null;
    }
}
