package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.span.SpanAccounting;
import io.github.tidewatch.agent.jfr.event.EventClasses;
import io.github.tidewatch.agent.jfr.event.SpanEvent;
import io.github.tidewatch.agent.span.ApiConnection;
import io.github.tidewatch.agent.span.SpanRecorder;
import io.github.tidewatch.agent.span.TraceContext;
import io.github.tidewatch.agent.span.TraceSearch;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.Event;

/** Lets recordings have the spans that the application opens. */
final class Spans {
    private final Instrumentation instrumentation;
    private final SpanAccounting accounting;

    /** Null until the event is registered. */
    private SpanRecorder recorder;

    /** Null as long. */
    private TraceSearch search;

    private Spans(Instrumentation instrumentation, SpanAccounting accounting) {
        this.instrumentation = instrumentation;
        this.accounting = accounting;
    }

    /** Defines the event without the fields that are unknown here; empty where a thread cannot account for itself. */
    static Optional<Spans> prepare(Instrumentation instrumentation, Accounting accounting, Set<String> absent)
            throws IOException, IllegalAccessException {
        Optional<SpanAccounting> spans = accounting.spanAccounting();
        if (spans.isPresent()) {
            EventClasses.define(ModuleResources.eventClass("SpanEvent"), absent, null);
        }
        return spans.map(found -> new Spans(instrumentation, found));
    }

    Class<? extends Event> type() {
        return SpanEvent.class;
    }

    /** The event is registered: the application's spans can be recorded. */
    void begin(ExitDetection exits, SpanWeaving weaving) {
        TraceContext traces = new TraceContext();
        search = new TraceSearch(instrumentation, traces);
        recorder = new SpanRecorder(accounting, traces);
        exits.whenThreadExits(recorder::threadExits);
        ApiConnection.open(instrumentation, recorder);
        weaving.begin(recorder, recorder::followTasks);
    }

    /** A recording may have begun or ended, and one may want to know of spans that their threads leave open. */
    void follow(ExitDetection exits, SpanWeaving weaving) {
        weaving.doAwaited();
        if (recorder.followRecordings()) {
            exits.wantSoon();
        }
    }

    /** To be called now and then by a thread that is none of the application's. */
    void lookForTraces() {
        if (recorder.followRecordings()) {
            search.look();
        }
    }
}
