package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.findings.waits.WaitTargets;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.RecordedTimes;

/**
 * What one record says of one thread: whose it is, of which time, and what. Filled by the reader again for each record, so
 * whoever wants to keep something copies it. Times are nanoseconds since 1970.
 */
public final class ThreadRecord {
    /** Which event the record comes from. */
    public enum Kind {
        DELAY,
        USAGE,
        END,
        /** Of one wait, from an event of JFR's own. */
        WAIT
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

    /** Of one wait: what for. */
    public WaitTarget waitTarget;

    /** Of one wait: whether a sample found the thread in it, so that it is not known for how long. */
    public boolean isSample;

    /** Of one wait: whether a dump of all threads found the thread in it. */
    public boolean isDump;

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
        copy.waitTarget = waitTarget;
        copy.isSample = isSample;
        copy.isDump = isDump;
        copy.name = name;
        copy.begin = begin;
        copy.end = end;
        return copy;
    }

    /** Whose work the thread does, as far as this record says it. */
    public ThreadKind threadKind() {
        return ThreadKinds.of(name, javaId > 0, javaGroup);
    }

    /** Adds what the record says of what was waited for, beyond the kind. */
    void addWait(WaitTargets waits) {
        if (kind == Kind.WAIT) {
            if (isDump) {
                waits.addDumps(waitTarget.kind(), waitTarget.isIdle(), 1);
            } else if (isSample) {
                waits.addSample(waitTarget.isIdle());
            } else {
                waits.addEvent(waitTarget, length());
            }
        } else if (waitDetail != null) {
            WaitTarget.ofDetail(totals, waitDetail)
                    .ifPresent(target -> waits.addDetail(target, totals.known(target.kind())));
        }
    }

    /** Whether {@link #addWait} adds something. */
    boolean hasWait() {
        return kind == Kind.WAIT || waitDetail != null;
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
