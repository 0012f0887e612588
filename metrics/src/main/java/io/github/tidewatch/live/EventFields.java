package io.github.tidewatch.live;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;

/** The fields of the events of one type; what a host cannot give is not among them. One thread uses it. */
final class EventFields {
    private EventType type;
    private Set<String> names = Set.of();

    /** Looks again whenever the JVM has described the type anew, as in each chunk. */
    EventFields of(RecordedEvent event) {
        if (event.getEventType() != type) {
            type = event.getEventType();
            names = type.getFields().stream().map(ValueDescriptor::getName).collect(Collectors.toSet());
        }
        return this;
    }

    boolean has(String field) {
        return names.contains(field);
    }

    /** A length of time; empty where it is not known: JFR's own mark for that is negative too. */
    OptionalLong nanos(RecordedEvent event, String field) {
        if (!has(field)) {
            return OptionalLong.empty();
        }
        long value = event.getLong(field);
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    Optional<String> text(RecordedEvent event, String field) {
        return has(field) ? Optional.ofNullable(event.getString(field)) : Optional.empty();
    }

    /** What is not said is so. */
    boolean isTrue(RecordedEvent event, String field) {
        return !has(field) || event.getBoolean(field);
    }
}
