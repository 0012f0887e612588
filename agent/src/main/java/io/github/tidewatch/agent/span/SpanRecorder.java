package io.github.tidewatch.agent.span;

import io.github.tidewatch.accounting.span.SpanAccounting;
import io.github.tidewatch.accounting.span.SpanReading;
import io.github.tidewatch.agent.jfr.event.SpanEvent;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import jdk.jfr.EventType;

/**
 * Opens spans in the calling thread: given a name, answers what is to be called at the end of the span, or null while no
 * recording wants spans. Nothing that it throws or prints reaches the application. Safe for use by any threads at once; none
 * waits for another.
 */
public final class SpanRecorder implements Function<String, Consumer<Throwable>> {
    private static final int LONGEST_NAME = 200;

    private static final String LEFT_OPEN = "left open";

    private final SpanAccounting accounting;
    private final TraceContext traces;
    private final EventType type = EventType.getEventType(SpanEvent.class);
    private final SpanThreads threads;
    private final SpanWarnings warnings = new SpanWarnings();
    private final AtomicBoolean wanted = new AtomicBoolean();

    /** Null unless tasks of executors are spans. */
    private volatile TaskQueues queues;

    /** How often recordings ceased to want spans. */
    private final AtomicInteger pauses = new AtomicInteger();

    /** A recorder; the event is registered by then. */
    public SpanRecorder(SpanAccounting accounting, TraceContext traces) {
        this.traces = traces;
        this.accounting = accounting;
        this.threads = new SpanThreads(accounting);
    }

    /**
     * Whether a recording wants spans. To be called when recordings begin or end: a span that was open while none wanted any is
     * not recorded.
     */
    public boolean followRecordings() {
        boolean now = type.isEnabled();
        if (wanted.get() != now && wanted.compareAndSet(!now, now) && !now) {
            pauses.incrementAndGet();
        }
        return now;
    }

    /**
     * What is to be called of tasks of executors, as {@link TaskQueues#calls} says, from now on: what was called of tasks before
     * is not known any more. Nothing, and no span has a time from then on, unless they are to be followed.
     */
    public List<BiConsumer<Object, Object>> followTasks(boolean isWanted) {
        if (!isWanted) {
            queues = null;
            return List.of();
        }
        TaskQueues.warmUp();
        TaskQueues begun = new TaskQueues(this::followRecordings, pauses::get, TaskQueues.GRACE);
        queues = begun;
        return begun.calls();
    }

    @Override
    public Consumer<Throwable> apply(String name) {
        if (!followRecordings() || warnings.areTooManyFailures()) {
            return null;
        }
        try {
            return System.getSecurityManager() == null
                    ? open(name)
                    // By our own rights: the application's code may have none.
                    : AccessController.doPrivileged((PrivilegedAction<Consumer<Throwable>>) () -> open(name));
        } catch (Throwable e) {
            warnings.failed(e);
            return null;
        }
    }

    private Consumer<Throwable> open(String name) {
        ThreadSpans own = threads.get();
        if (own == null || own.busy) {
            return null;
        }
        own.removeClosed();
        if (own.isFull()) {
            warnings.tooManyOpen();
            return null;
        }
        own.busy = true;
        try {
            OpenSpan span = new OpenSpan(shortened(name), pauses.get());
            // Made before it is open: out of memory after that, nobody could close it.
            Consumer<Throwable> handle = error -> close(own, span, error);
            span.trace = traces.current();
            if (own.innermost() != null) {
                span.event.outer = own.innermost().name();
                span.event.recursive = own.has(span.name());
            } else {
                TaskQueues present = queues;
                span.event.setQueued(present == null ? TaskQueues.UNKNOWN : present.waited());
            }
            if (!accounting.read(own.counters, span.begin, span::markBegin)) {
                warnings.unreadable(accounting.failure());
                return null;
            }
            own.add(span);
            return handle;
        } finally {
            own.busy = false;
        }
    }

    /** A name is the application's, and may be its data. */
    private static String shortened(String name) {
        String given = String.valueOf(name);
        if (given.length() <= LONGEST_NAME) {
            return given;
        }
        int end = Character.isHighSurrogate(given.charAt(LONGEST_NAME - 1)) ? LONGEST_NAME - 1 : LONGEST_NAME;
        return given.substring(0, end) + "…";
    }

    /** The first call counts, and only if it is made by the thread that opened the span. */
    private void close(ThreadSpans own, OpenSpan span, Throwable error) {
        if (!own.thread.isOf(Thread.currentThread())) {
            // The counters of this thread are another's. Its own thread takes the span out.
            if (!span.closed) {
                span.closedElsewhere = true;
                own.hasClosed = true;
                warnings.closedElsewhere();
            }
            return;
        }
        if (span.closed || span.closedElsewhere || own.busy) {
            return;
        }
        try {
            endPrivileged(own, span, error == null ? null : error.getClass().getName());
        } catch (Throwable e) {
            span.closed = true;
            own.hasClosed = true; // it may still be among the open ones; the next that is opened takes it out
            warnings.failed(e);
        }
    }

    private void endPrivileged(ThreadSpans own, OpenSpan span, String error) {
        if (System.getSecurityManager() == null) {
            end(own, span, error);
        } else {
            AccessController.doPrivileged((PrivilegedAction<Void>) () -> {
                end(own, span, error);
                return null;
            });
        }
    }

    private void end(ThreadSpans own, OpenSpan span, String error) {
        span.closed = true;
        own.removeWithInner(span);
        own.busy = true;
        try {
            span.event.end();
            if (!span.event.shouldCommit() || span.pauses != pauses.get()) {
                warnings.succeeded();
                return; // without a reading, as most spans are short
            }
            SpanReading end = new SpanReading();
            if (accounting.readEnd(own.counters, span.begin, end, span::markEnd)) {
                span.event.error = error;
                // A span that is opened around what begins the trace has none at first.
                TraceContext.Ids trace = span.trace != null ? span.trace : traces.current();
                if (trace != null) {
                    span.event.traceId = trace.trace;
                    span.event.spanId = trace.span;
                }
                span.event.fill(accounting.parts(span.begin, end));
                span.event.commit();
                warnings.succeeded();
            } else {
                warnings.unreadable(accounting.failure());
            }
        } finally {
            own.busy = false;
        }
    }

    /** The calling thread ends: reports what it has left open, and forgets it. */
    public void threadExits() {
        try {
            ThreadSpans own = threads.remove();
            if (own != null) {
                exit(own);
            }
        } catch (Throwable e) {
            warnings.failed(e);
        }
    }

    private void exit(ThreadSpans own) {
        try {
            own.removeClosed();
            while (own.innermost() != null) {
                endPrivileged(own, own.innermost(), LEFT_OPEN);
            }
        } finally {
            own.busy = true; // the thread local still has it
            own.counters.close();
        }
    }
}
