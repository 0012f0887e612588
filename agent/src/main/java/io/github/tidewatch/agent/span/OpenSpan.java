package io.github.tidewatch.agent.span;

import io.github.tidewatch.accounting.span.SpanReading;
import io.github.tidewatch.agent.jfr.event.SpanEvent;

/** A span that has begun. Used by the thread that opened it only, but for {@link #closedElsewhere}. */
final class OpenSpan {
    /** JFR's clock and the counters' are read so closely, or once more. */
    private static final long SHARP = 1_000;

    private static final int MOST_ATTEMPTS = 4;

    final SpanEvent event = new SpanEvent();
    final SpanReading begin = new SpanReading();

    /** How often recordings had ceased to want spans when it was opened. */
    final int pauses;

    OpenSpan outer;

    /** What OpenTelemetry had current when it was opened, or null. */
    TraceContext.Ids trace;

    boolean closed;

    /** Written by any thread: then the span is not recorded. */
    volatile boolean closedElsewhere;

    OpenSpan(String name, int pauses) {
        this.pauses = pauses;
        event.name = name;
    }

    String name() {
        return event.name;
    }

    /** Begins the event; returns when, by {@link System#nanoTime}. */
    long markBegin() {
        long before = 0;
        long after = Long.MAX_VALUE;
        for (int i = 0; i < MOST_ATTEMPTS && after - before > SHARP; i++) {
            before = System.nanoTime();
            event.begin();
            after = System.nanoTime();
        }
        return before + (after - before) / 2;
    }

    /** Ends the event; returns when, by {@link System#nanoTime}. */
    long markEnd() {
        long before = 0;
        long after = Long.MAX_VALUE;
        for (int i = 0; i < MOST_ATTEMPTS && after - before > SHARP; i++) {
            before = System.nanoTime();
            event.end();
            after = System.nanoTime();
        }
        return before + (after - before) / 2;
    }
}
