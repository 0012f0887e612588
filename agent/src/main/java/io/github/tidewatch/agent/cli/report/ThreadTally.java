package io.github.tidewatch.agent.cli.report;

import java.util.ArrayList;
import java.util.List;

/** What all records of one thread say together. Times are nanoseconds since 1970. For one thread at a time. */
final class ThreadTally {
    private final long tid;
    private final long javaId;
    private final Series series;
    private final TimeSplit time = new TimeSplit();
    private final Measures measures = new Measures();
    private final List<String> names = new ArrayList<>(1);
    private String name;
    private long begin = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;
    private boolean concluded;
    private long endOfLife = Long.MAX_VALUE;
    private long worstBegin;
    private long worstLength;
    private long worstLost;

    ThreadTally(ThreadRecord first, TimeGrid grid) {
        this.tid = first.tid;
        this.javaId = first.javaId;
        this.name = first.name;
        this.series = new Series(grid);
        names.add(name);
    }

    /** Adds a record of where the thread's time went. */
    void add(ThreadRecord record) {
        cover(record.name, record.begin, record.end);
        time.add(record.time);
        measures.add(record.measures);
        series.add(record.time, record.begin, record.end);
        if (record.time.lost() > worstLost) {
            worst(record.begin, record.length(), record.time.lost());
        }
    }

    /** Adds a record of what the thread used. */
    void addUsage(ThreadRecord record) {
        measures.add(record.measures);
    }

    /** Takes over what was recorded of the same thread under another key. */
    void add(ThreadTally other) {
        cover(other.name, other.begin, other.end);
        other.names.forEach(this::addName);
        time.add(other.time);
        measures.add(other.measures);
        series.add(other.series);
        endOfLife = Math.min(endOfLife, other.endOfLife);
        if (other.worstLost > worstLost) {
            worst(other.worstBegin, other.worstLength, other.worstLost);
        }
    }

    /** Takes what the thread said of its whole life as it ended, where nobody else ever saw it. */
    void conclude(ThreadRecord life) {
        add(life);
        endOfLife = life.end;
        concluded = true;
    }

    private void worst(long from, long length, long lost) {
        worstBegin = from;
        worstLength = length;
        worstLost = lost;
    }

    private void cover(String recordName, long from, long to) {
        if (to > end) {
            end = to;
            name = recordName;
        }
        begin = Math.min(begin, from);
        addName(recordName);
    }

    private void addName(String one) {
        if (!names.contains(one)) {
            names.add(one);
        }
    }

    /** Notes when it ended, or that it had ended by then. */
    void markEnded(long when) {
        endOfLife = when;
    }

    /** Whether this was recorded before the other, by both ends: intervals that meet may overlap by a clock read. */
    boolean precedes(ThreadTally other) {
        return end < other.end && begin < other.begin;
    }

    /** Whether something was recorded of it between these times. */
    boolean overlaps(long from, long to) {
        return begin < to && end > from;
    }

    /** Whether it is known from a record of where its time went. */
    boolean hasRecords() {
        return time.wall() > 0;
    }

    /** Whether its end was recorded. */
    boolean ended() {
        return endOfLife != Long.MAX_VALUE;
    }

    /** When it ended; later than anything if that is not known. */
    long endOfLife() {
        return endOfLife;
    }

    /** Whether what is told is its own account of its life, and all. */
    boolean isConcluded() {
        return concluded;
    }

    boolean wasNamed(String one) {
        return names.contains(one);
    }

    long tid() {
        return tid;
    }

    /** 0 if the recording does not know the Java thread. */
    long javaId() {
        return javaId;
    }

    /** The latest name that the thread had. */
    String name() {
        return name;
    }

    long begin() {
        return begin;
    }

    long end() {
        return end;
    }

    TimeSplit time() {
        return time;
    }

    Measures measures() {
        return measures;
    }

    Series series() {
        return series;
    }

    /** When the record with the most time lost begins. */
    long worstBegin() {
        return worstBegin;
    }

    long worstLength() {
        return worstLength;
    }

    /** 0 if the thread lost nothing. */
    long worstLost() {
        return worstLost;
    }
}
