package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.waits.WaitSplit;
import io.github.tidewatch.findings.waits.WaitTargets;
import io.github.tidewatch.metrics.ThreadIdentity;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.Series;
import io.github.tidewatch.timeline.StoppedThread;
import io.github.tidewatch.timeline.StoppedTime;
import io.github.tidewatch.timeline.TimeGrid;
import java.util.Comparator;
import java.util.OptionalLong;

/** What all records of one thread say together. Times are nanoseconds since 1970. For one thread at a time. */
public final class ThreadSummary {
    /** Most time lost first, then most CPU time. */
    static final Comparator<ThreadSummary> WORST_FIRST = Comparator.comparingLong(
                    (ThreadSummary thread) -> thread.totals().lost())
            .thenComparingLong(thread -> thread.totals().onCpu())
            .thenComparingLong(thread -> thread.totals().wall())
            .reversed()
            .thenComparing(ThreadSummary::name)
            .thenComparingLong(ThreadSummary::tid);

    private final ThreadIdentity identity;
    private Series series;
    private Totals totals = new Totals();
    private WaitTargets waits;
    private final WaitSplit split = new WaitSplit();
    private long begin = Long.MAX_VALUE;
    private String javaGroup;
    private boolean isLifetime;
    private boolean counted;
    private long worstBegin;
    private long worstLength;
    private long worstLost;

    ThreadSummary(ThreadRecord first, TimeGrid grid) {
        this.identity = new ThreadIdentity(first.tid, first.javaId, first.name, first.begin, first.end);
        this.series = new Series(grid);
        this.javaGroup = first.javaGroup;
    }

    /** Notes whose record it is: this thread's. */
    void identify(ThreadRecord record) {
        identity.extend(record.javaId, record.name, record.begin, record.end);
        javaGroup = javaGroup == null ? record.javaGroup : javaGroup;
    }

    /** Adds a record of where the thread's time went. */
    void add(ThreadRecord record) {
        begin = Math.min(begin, record.begin);
        totals.add(record.totals);
        series.add(record.totals, record.begin, record.end);
        addWait(record);
        if (record.totals.lost() > worstLost) {
            worst(record.begin, record.length(), record.totals.lost());
        }
    }

    /** Adds what a record says of what the thread waited for. */
    void addWait(ThreadRecord record) {
        if (record.hasWait()) {
            waits = waits == null ? WaitTargets.ofThread() : waits;
            record.addWait(waits);
        }
    }

    /** Adds a record of what the thread used. */
    void addUsage(ThreadRecord record) {
        totals.add(record.totals);
    }

    /** Takes over what was recorded of the same thread under another key; neither is folded. */
    void add(ThreadSummary other) {
        identity.extend(other.identity);
        javaGroup = javaGroup == null ? other.javaGroup : javaGroup;
        begin = Math.min(begin, other.begin);
        totals.add(other.totals);
        series.add(other.series);
        if (other.waits != null) {
            waits = waits == null ? WaitTargets.ofThread() : waits;
            waits.add(other.waits);
        }
        if (other.worstLost > worstLost) {
            worst(other.worstBegin, other.worstLength, other.worstLost);
        }
    }

    /** Takes what the thread said of its whole life as it ended, where nobody else ever saw it. */
    void takeLifetime(ThreadRecord life) {
        totals.clear(); // what records of usage said of a thread without others, the life says again
        add(life);
        identity.lived(life.begin, life.end);
        isLifetime = true;
    }

    private void worst(long from, long length, long lost) {
        worstBegin = from;
        worstLength = length;
        worstLost = lost;
    }

    /**
     * Lets the sums go to those of its group. What is left identifies its records; more of them belong to
     * the group.
     */
    void fold(Groups groups) {
        Groups.Group group = groups.add(name(), kind(), totals, hasRecords() ? 1 : 0);
        group.series().add(series);
        group.waits().add(waits());
        counted = hasRecords();
        totals = null;
        series = null;
        waits = null;
    }

    boolean isFolded() {
        return totals == null;
    }

    /** Adds a record of this folded thread, which counts as a thread of its group with the first. */
    void addFolded(ThreadRecord record, Groups groups) {
        boolean delay = record.kind == ThreadRecord.Kind.DELAY || record.kind == ThreadRecord.Kind.END;
        Groups.Group group = groups.add(name(), kind(), record.totals, delay && !counted ? 1 : 0);
        counted |= delay;
        record.addWait(group.waits());
        if (delay) {
            group.series().add(record.totals, record.begin, record.end);
        }
    }

    /** Which records are of this thread. */
    ThreadIdentity identity() {
        return identity;
    }

    /** Whether something was recorded of it between these times. */
    boolean overlaps(long from, long to) {
        return identity.begin() < to && identity.end() > from;
    }

    /** Whether it is known from a record of where its time went. */
    boolean hasRecords() {
        return isFolded() ? counted : totals.wall() > 0;
    }

    /** Whether its end was recorded. */
    public boolean ended() {
        return identity.hasEnded();
    }

    /** Whether what is reported is its own account of its life, and all. */
    boolean isLifetime() {
        return isLifetime;
    }

    public long tid() {
        return identity.tid();
    }

    /** 0 if the recording does not know the Java thread. */
    public long javaId() {
        return identity.javaId();
    }

    /** Whose work it does. */
    public ThreadKind kind() {
        return ThreadKinds.of(name(), javaId() > 0, javaGroup);
    }

    /** The latest name that the thread had. */
    public String name() {
        return identity.name();
    }

    public long begin() {
        return Math.min(begin, identity.end());
    }

    public long end() {
        return identity.end();
    }

    public Totals totals() {
        return totals;
    }

    /** Divides what it waited, once all is added. */
    void divide(TimeGrid grid, StoppedTime stops) {
        split.add(totals, stopped(grid, stops, begin(), end()), waits());
    }

    /** For how long the JVM stopped it between these times; empty if that is not known, or cannot be. */
    OptionalLong stopped(TimeGrid grid, StoppedTime stops, long from, long to) {
        return stops.isEmpty() || javaId() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(StoppedThread.of(series, grid, stops, Math.max(begin(), from), Math.min(end(), to)));
    }

    /** What it waited for, by kind. */
    public WaitSplit split() {
        return split;
    }

    /** What it waited for, as far as that is known beyond the kinds. */
    public WaitTargets waits() {
        return waits == null ? WaitTargets.ofThread() : waits.within(totals);
    }

    public Series series() {
        return series;
    }

    /** When the record with the most time lost begins. */
    public long worstBegin() {
        return worstBegin;
    }

    public long worstLength() {
        return worstLength;
    }

    /** 0 if the thread lost nothing. */
    public long worstLost() {
        return worstLost;
    }
}
