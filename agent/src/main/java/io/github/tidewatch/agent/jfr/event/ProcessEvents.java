package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.intervals.ProcessInterval;

/** Commits intervals of the process as events. */
final class ProcessEvents {
    private final ProcessUsageEvent event = new ProcessUsageEvent();
    private final EventTimes times = new EventTimes(new ProcessUsageEvent());

    ProcessEvents() {
        times.next(event);
    }

    /** To be called when the first interval begins, and before each emission. */
    void begin() {
        times.mark();
    }

    void emit(ProcessInterval interval) {
        event.fill(interval);
        times.set(event, interval.begin(), interval.length());
        event.commit();
        times.next(event);
    }
}
