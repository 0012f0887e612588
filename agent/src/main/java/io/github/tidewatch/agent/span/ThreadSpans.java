package io.github.tidewatch.agent.span;

import io.github.tidewatch.accounting.span.SpanThread;

/** The open spans of one thread, innermost first. Used by that thread only, but for {@link #counters}. */
final class ThreadSpans {
    /** A span that is never closed stays here until the one around it ends, or its thread. */
    static final int MOST_OPEN = 256;

    /** Whose they are; the thread itself, as a map has it, would never be collected. */
    final ThreadKey thread;

    final SpanThread counters;
    /** Whether one that is open may have been closed without being taken out. Set by any thread. */
    volatile boolean hasClosed;

    private OpenSpan innermost;
    private int open;

    /**
     * Whether a span is being opened or closed, or the thread has ended: what the thread does then is not the application's, or
     * not accounted for.
     */
    boolean busy;

    ThreadSpans(ThreadKey thread, SpanThread counters) {
        this.thread = thread;
        this.counters = counters;
    }

    boolean isFull() {
        return open >= MOST_OPEN;
    }

    /**
     * Takes out those that another thread has closed, of which nothing can be known, and those that an error kept from being taken
     * out when they were closed.
     */
    void removeClosed() {
        if (!hasClosed) {
            return;
        }
        hasClosed = false; // before it looks: one that is closed meanwhile is looked for again
        for (OpenSpan span = innermost; span != null; ) {
            OpenSpan next = span.outer;
            if (span.closedElsewhere || span.closed) {
                remove(span);
            }
            span = next;
        }
    }

    OpenSpan innermost() {
        return innermost;
    }

    /** Whether a span of this name is open. */
    boolean has(String name) {
        for (OpenSpan span = innermost; span != null; span = span.outer) {
            if (span.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    void add(OpenSpan span) {
        span.outer = innermost;
        innermost = span;
        open++;
    }

    /**
     * Takes out a span that ends, which mostly is the innermost, with those that were opened within it and not closed yet: one that
     * is forgotten must not be around all that follows. They can be closed still. Does nothing if it is out already.
     */
    void removeWithInner(OpenSpan span) {
        int inner = 1;
        for (OpenSpan s = innermost; s != span; s = s.outer) {
            if (s == null) {
                return;
            }
            inner++;
        }
        OpenSpan outer = span.outer;
        for (OpenSpan s = innermost; s != outer; ) {
            OpenSpan next = s.outer;
            s.outer = null; // the application may keep one for long
            s = next;
        }
        innermost = outer;
        open -= inner;
    }

    /** Takes out this one only. */
    private void remove(OpenSpan span) {
        OpenSpan inner = null;
        for (OpenSpan s = innermost; s != span; s = s.outer) {
            inner = s;
        }
        if (inner == null) {
            innermost = span.outer;
        } else {
            inner.outer = span.outer;
        }
        span.outer = null;
        open--;
    }
}
