package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.causes.DelayCauses;

/** Commits the causes of groups of threads as events. */
final class CauseEvents {
    private final DelayCauseEvent event = new DelayCauseEvent();
    private final EventTimes times = new EventTimes(new DelayCauseEvent());

    CauseEvents() {
        times.next(event);
    }

    /** To be called when the first interval begins, and before each emission. */
    void begin() {
        times.mark();
    }

    void emit(DelayCauses causes) {
        event.fill(causes);
        times.set(event, causes.begin(), causes.length());
        event.commit();
    }

    /** To be called after each emission. */
    void end() {
        times.next(event);
    }
}
