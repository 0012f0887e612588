package io.github.tidewatch.agent.jfr.event;

import jdk.jfr.Event;

/**
 * Events of one type about the host or a control group: from the differences of counters that are read when an interval ends.
 * Not safe for use by several threads at once.
 */
public abstract class HostEvents {
    /** Two ticks of the host's counters. */
    private static final long SHORTEST_NANOS = 20_000_000;

    private final EventTimes times;
    private long begin;

    /**
     * Events of a type.
     *
     * @param probe an event of this type, for its clock
     */
    HostEvents(Event probe) {
        times = new EventTimes(probe);
    }

    /** An interval begins now: what was before is not reported. */
    public final void open() {
        openFiles();
        times.mark();
        begin = System.nanoTime();
        read();
        advance();
    }

    /** Nothing is reported until it is opened again. */
    public final void close() {
        closeFiles();
    }

    /** Reports the interval up to now, and begins the next. */
    public final void emit() {
        long now = System.nanoTime();
        if (now - begin >= shortest()) {
            times.mark();
            read();
            try {
                commit(now - begin);
            } finally {
                advance();
                begin = now;
            }
        }
    }

    /** Of a shorter interval, in nanoseconds, the counters say nothing. It becomes a part of the next. */
    long shortest() {
        return SHORTEST_NANOS;
    }

    /** Gives the event its times, and commits it. */
    final void commit(Event event, long length) {
        times.set(event, begin, length);
        event.commit();
    }

    /** Opens the files of the counters. */
    abstract void openFiles();

    /** Closes them. */
    abstract void closeFiles();

    /** Reads the counters. */
    abstract void read();

    /** What was read last is where the next interval begins. */
    abstract void advance();

    /** Commits what the counters did in an interval of this length. */
    abstract void commit(long length);
}
