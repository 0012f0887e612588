package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.Totals;
import java.util.Objects;
import java.util.OptionalLong;

/** The sums over all records of one thread, or of a group of threads that are not kept apart. Immutable. */
public final class ThreadTotals {
    private final String name;
    private final long osThreadId;
    private final ThreadKind kind;
    private final Totals totals = new Totals();
    private final int threads;

    private ThreadTotals(String name, long osThreadId, ThreadKind kind, Totals totals, int threads) {
        this.threads = threads;
        this.name = Objects.requireNonNull(name);
        this.osThreadId = osThreadId;
        this.kind = Objects.requireNonNull(kind);
        this.totals.add(totals);
    }

    /** The sums of the thread with this name and kernel id (tid); they are copied. */
    public static ThreadTotals of(String name, long osThreadId, ThreadKind kind, Totals totals) {
        return new ThreadTotals(name, osThreadId, kind, totals, 1);
    }

    /** The sums of so many threads of a group; they are copied. */
    public static ThreadTotals ofGroup(String name, int threads, ThreadKind kind, Totals totals) {
        return new ThreadTotals(name, 0, kind, totals, threads);
    }

    /** Totals to be summed up of the thread with this name and kernel id (tid). */
    public static Builder of(String name, long osThreadId, ThreadKind kind) {
        return new Builder(name, osThreadId, kind);
    }

    /** Name of the Java thread, or the kernel's of a thread that is none. */
    public String name() {
        return name;
    }

    /** The kernel's id of the thread. */
    public long osThreadId() {
        return osThreadId;
    }

    /** How many threads these are the sums of: more than 1 of a group. */
    public int threads() {
        return threads;
    }

    /** Whose work the thread does. */
    public ThreadKind kind() {
        return kind;
    }

    /** Recorded wall-clock time: the sum of the intervals, in nanoseconds. */
    public long wall() {
        return totals.wall();
    }

    /** The part of {@link #wall} in records that are not complete, in which block-I/O delay is unknown. */
    public long incompleteWall() {
        return totals.incompleteWall();
    }

    /**
     * The sum of one metric; empty where it is unknown. Where {@link #incompleteWall} is more than 0, the block-I/O delay
     * and those of which it consists are the least that they can have been, and {@link Metric#WAIT_TIME} holds the rest.
     */
    public OptionalLong get(Metric metric) {
        return totals.get(metric);
    }

    /** On a CPU, in user or kernel mode; empty where either is unknown. */
    public OptionalLong onCpu() {
        return totals.isKnown(Metric.USER_TIME) && totals.isKnown(Metric.SYSTEM_TIME)
                ? OptionalLong.of(totals.onCpu())
                : OptionalLong.empty();
    }

    @Override
    public String toString() {
        return name + " (" + osThreadId + ")";
    }

    /** Sums up records. For one thread at a time. */
    public static final class Builder {
        private final long osThreadId;
        private final Totals totals = new Totals();
        private String name;
        private ThreadKind kind;

        private Builder(String name, long osThreadId, ThreadKind kind) {
            this.osThreadId = osThreadId;
            named(name, kind);
        }

        /** A name that the thread has later. */
        public Builder named(String newName, ThreadKind newKind) {
            this.name = Objects.requireNonNull(newName);
            this.kind = Objects.requireNonNull(newKind);
            return this;
        }

        /** As {@link Totals#addInterval}. */
        public Builder interval(long nanos, boolean complete) {
            totals.addInterval(nanos, complete);
            return this;
        }

        /** What one record says of one metric. */
        public Builder add(Metric metric, long value) {
            totals.add(metric, value);
            return this;
        }

        /** One record does not have the metric, so that the sum is unknown. */
        public Builder unknown(Metric metric) {
            totals.addUnknown(metric);
            return this;
        }

        /** The thread with all that was added. */
        public ThreadTotals build() {
            return new ThreadTotals(name, osThreadId, kind, totals, 1);
        }

        @Override
        public String toString() {
            return name + " " + totals;
        }
    }
}
