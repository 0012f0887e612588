package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.timeline.Coverage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Cuts waits down to the time since when there are records of where threads' time went. JFR's own events say of waits that began
 * before: in a recording that ran before the agent came, or before the first chunk that is kept. Waits that come before the
 * first such record are held until then, a bounded number. For one thread at a time.
 */
final class HeldWaits {
    /** Of half a kilobyte each. */
    static final int MOST = 10_000;

    private final long first;
    private final Consumer<ThreadRecord> next;
    private final Deque<ThreadRecord> held = new ArrayDeque<>();
    private long begin = Long.MAX_VALUE;

    /** Hands all records on, of waits the part that counts. */
    HeldWaits(Coverage coverage, Consumer<ThreadRecord> next) {
        this.first = coverage.begin();
        this.next = next;
    }

    void add(ThreadRecord record) {
        if (record.kind == ThreadRecord.Kind.WAIT) {
            if (begin == Long.MAX_VALUE) {
                hold(record);
            } else {
                cut(record);
            }
            return;
        }
        if (record.kind == ThreadRecord.Kind.DELAY) {
            begin = Math.min(begin, record.begin);
        }
        next.accept(record); // may cut it
        if (begin != Long.MAX_VALUE && !held.isEmpty()) {
            release();
        }
    }

    /** The oldest give way: they are the least likely to be of a time with records. */
    private void hold(ThreadRecord wait) {
        if (held.size() == MOST) {
            held.remove();
        }
        held.add(wait.copy());
    }

    /** To be called when all records are added: without a record the recording itself is the bound. */
    void release() {
        while (!held.isEmpty()) {
            cut(held.remove());
        }
    }

    private void cut(ThreadRecord wait) {
        long from = begin == Long.MAX_VALUE ? first : Math.max(begin, first);
        if (wait.clip(from, Long.MAX_VALUE)) {
            next.accept(wait);
        }
    }
}
