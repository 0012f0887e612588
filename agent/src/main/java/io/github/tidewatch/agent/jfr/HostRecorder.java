package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.agent.jfr.event.HostEvents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Event;
import jdk.jfr.EventType;

/**
 * Feeds the events about the host and the control groups while a recording wants them: else it reads nothing. Belongs to one
 * {@link Recorder}, whose lock guards it.
 */
final class HostRecorder {
    private final Map<Class<? extends Event>, HostEvents> all = new HashMap<>();
    private final Set<Class<? extends Event>> open = new HashSet<>();

    void add(Class<? extends Event> type, HostEvents events) {
        all.put(type, events);
    }

    Set<Class<? extends Event>> types() {
        return all.keySet();
    }

    /** Begins and ends with recordings. */
    void follow() {
        all.forEach((type, events) -> {
            if (!EventType.getEventType(type).isEnabled()) {
                open.remove(type);
            } else if (open.add(type)) {
                events.open();
            }
        });
    }

    /** The period of a type has passed. */
    void period(Class<? extends Event> type) {
        if (open.contains(type)) {
            all.get(type).emit();
        }
    }

    /** A chunk ends: what has not been reported yet belongs into it. */
    void chunk() {
        open.forEach(this::period);
    }
}
