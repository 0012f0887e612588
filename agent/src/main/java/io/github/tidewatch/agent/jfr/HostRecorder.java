package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.agent.jfr.event.HostEvents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Event;
import jdk.jfr.EventType;

/**
 * Feeds the events about the host and the control groups while a recording wants them: else it has no file open. Belongs to one
 * {@link Recorder}, whose lock guards it.
 */
final class HostRecorder {
    private final Map<Class<? extends Event>, HostEvents> all = new HashMap<>();
    private final Map<Class<? extends Event>, EventType> types = new HashMap<>();
    private final Set<Class<? extends Event>> open = new HashSet<>();

    void add(Class<? extends Event> type, HostEvents events) {
        all.put(type, events);
    }

    Set<Class<? extends Event>> types() {
        return all.keySet();
    }

    /** The types have been registered. Asks JFR, which takes its lock, now and not later, when the recorder's is held. */
    void registered() {
        all.keySet().forEach(type -> types.put(type, EventType.getEventType(type)));
    }

    /** Whether {@link #follow} has something to do. */
    boolean isChanged() {
        for (Map.Entry<Class<? extends Event>, EventType> type : types.entrySet()) {
            if (type.getValue().isEnabled() != open.contains(type.getKey())) {
                return true;
            }
        }
        return false;
    }

    /** Begins and ends with recordings. */
    void follow() {
        types.forEach((type, eventType) -> {
            if (!eventType.isEnabled()) {
                if (open.remove(type)) {
                    all.get(type).close();
                }
            } else if (open.add(type)) {
                all.get(type).open();
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
