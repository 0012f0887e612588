package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.RecordedTimes;
import java.util.Comparator;
import java.util.Optional;

/**
 * What one record says of one thread: whose it is, of which time, and what. Filled by the reader again for each record, so
 * whoever wants to keep something copies it. Times are nanoseconds since 1970.
 */
public final class ThreadRecord {
    /** Which event the record comes from. */
    public enum Kind {
        DELAY,
        USAGE,
        END
    }

    public final Totals totals = new Totals();
    public Kind kind = Kind.DELAY;
    public long tid;
    /** 0 if the recording does not know the Java thread. */
    public long javaId;
    /** Name of the Java thread's group; null if the recording does not know it. */
    public String javaGroup;

    /** Of an end: whether the ending thread gave it itself, so that its times are exact. */
    public boolean isSelfReported;

    /** Of an end: whether it has been brought together with the records of its thread. */
    boolean isResolved;

    /** What it waited for, where it was one wait all the time; null where that is not known. */
    public String waitDetail;

    public String name = "";
    public long begin;
    public long end;

    ThreadRecord copy() {
        ThreadRecord copy = new ThreadRecord();
        copy.totals.add(totals);
        copy.kind = kind;
        copy.tid = tid;
        copy.javaId = javaId;
        copy.javaGroup = javaGroup;
        copy.isSelfReported = isSelfReported;
        copy.waitDetail = waitDetail;
        copy.name = name;
        copy.begin = begin;
        copy.end = end;
        return copy;
    }

    /** Whose work the thread does, as far as this record says it. */
    public ThreadKind threadKind() {
        return ThreadKinds.of(name, javaId > 0, javaGroup);
    }

    /** The kind of the wait that {@link #waitDetail} is of; empty where there is none. */
    Optional<Metric> waitKind() {
        return waitDetail == null
                ? Optional.empty()
                : Metric.WAITS.stream()
                        .filter(kind -> kind != Metric.UNKNOWN_WAIT && totals.known(kind) > 0)
                        .max(Comparator.comparingLong(totals::known));
    }

    public long length() {
        return end - begin;
    }

    /** Whether it can be so: a damaged recording may say anything. */
    public boolean isSensible() {
        return RecordedTimes.isSensible(begin, end) && totals.isPlausible();
    }

    /**
     * Cuts the record down to the given time, in proportion; returns whether anything is left of it. A record without
     * length is either inside or out.
     */
    boolean clip(long from, long to) {
        long start = Math.max(begin, from);
        long stop = Math.min(end, to);
        if (start > stop || (start == stop && end > begin)) {
            return false;
        }
        if (start != begin || stop != end) {
            double fraction = (double) (stop - start) / length();
            totals.scale(fraction);
            begin = start;
            end = stop;
        }
        return true;
    }
}
