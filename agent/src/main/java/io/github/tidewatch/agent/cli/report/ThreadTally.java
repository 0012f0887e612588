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

    /**
     * Takes the accounting of its whole life, which the thread made itself as it ended, in place of the sum of the records
     * of its parts.
     */
    void conclude(ThreadRecord life) {
        TimeSplit rest = time.remainderOf(life.time);
        if (end == Long.MIN_VALUE) {
            series.add(rest, life.begin, life.end);
        } else if (rest.wall() > 0) {
            spread(rest, life);
        }
        cover(life.name, life.begin, life.end);
        time.clear();
        time.add(life.time);
        measures.clear();
        measures.add(life.measures);
        endOfLife = life.end;
        concluded = true;
    }

    /** The rest belongs to what no record covered: before the first and after the last. */
    private void spread(TimeSplit rest, ThreadRecord life) {
        long before = Math.max(0, begin - life.begin);
        long after = Math.max(0, life.end - end);
        if (before + after == 0) {
            series.add(rest, life.begin, life.end);
            return;
        }
        double share = (double) before / (before + after);
        TimeSplit early = new TimeSplit();
        early.add(rest);
        early.scale(share);
        TimeSplit late = early.remainderOf(rest);
        if (before > 0) {
            series.add(early, life.begin, begin);
        }
        if (after > 0) {
            series.add(late, end, life.end);
        }
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

    /** Notes that its end was recorded, but not all of its life. */
    void markEnded(long when) {
        endOfLife = when;
    }

    /** Whether this was recorded before the other, by both ends: intervals that meet may overlap by a clock read. */
    boolean precedes(ThreadTally other) {
        return end < other.end && begin < other.begin;
    }

    /** Whether all that was recorded of it lies between these times. */
    boolean within(long from, long to) {
        return begin >= from && end <= to;
    }

    /** Whether its end was recorded. */
    boolean ended() {
        return endOfLife != Long.MAX_VALUE;
    }

    /** When it ended; later than anything if that is not known. */
    long endOfLife() {
        return endOfLife;
    }

    /** Whether what is told is its whole life. */
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
