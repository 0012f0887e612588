package io.github.tidewatch.examples;

import java.time.Instant;

/** What all records of one thread say together. */
final class ThreadTally {
    private final long tid;
    private final TimeSplit time = new TimeSplit();
    private String name;
    private Instant first;
    private Instant last;

    ThreadTally(long tid) {
        this.tid = tid;
    }

    void add(String recordName, Instant from, Instant to, TimeSplit recorded) {
        if (last == null || to.isAfter(last)) {
            last = to;
            name = recordName;
        }
        if (first == null || from.isBefore(first)) {
            first = from;
        }
        time.add(recorded);
    }

    void add(ThreadTally other) {
        add(other.name, other.first, other.last, other.time);
    }

    /** Whether this was recorded before the other, by both ends: intervals that meet may overlap by a clock read. */
    boolean endedBefore(ThreadTally other) {
        return last.isBefore(other.last) && first.isBefore(other.first);
    }

    long tid() {
        return tid;
    }

    /** The latest name that the thread had. */
    String name() {
        return name;
    }

    Instant last() {
        return last;
    }

    TimeSplit time() {
        return time;
    }
}
