package io.github.tidewatch.agent.cli.report.recording;

import java.time.Instant;

/** Times of events as numbers. */
public final class EventTime {
    private EventTime() {}

    /** Nanoseconds since 1970; wraps around for what no clock says. */
    public static long nanos(Instant time) {
        return EventSchema.nanos(time);
    }
}
