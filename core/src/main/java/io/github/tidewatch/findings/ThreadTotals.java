package io.github.tidewatch.findings;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;

/** What all records of one thread say together. Immutable. */
public final class ThreadTotals {
    private final String name;
    private final long osThreadId;
    private final ThreadKind kind;
    private final long wall;
    private final long incompleteWall;
    private final long[] amounts;
    private final boolean[] known;

    private ThreadTotals(Builder builder) {
        this.name = builder.name;
        this.osThreadId = builder.osThreadId;
        this.kind = builder.kind;
        this.wall = builder.wall;
        this.incompleteWall = builder.incompleteWall;
        this.amounts = builder.amounts.clone();
        this.known = new boolean[Amount.COUNT];
        for (int i = 0; i < known.length; i++) {
            known[i] = builder.seen[i] && !builder.unknown[i];
            // The kernel says 0 of a thread that has no delay accounting.
            boolean never = incompleteWall >= wall && incompleteWall > 0 && amounts[i] == 0;
            known[i] &= !(never && Amount.values()[i].isByDelayAccounting());
        }
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

    public ThreadKind kind() {
        return kind;
    }

    /** Recorded wall-clock time: the sum of the intervals. */
    public long wall() {
        return wall;
    }

    /** The part of {@link #wall} in records that are not complete, in which block-I/O delay is unknown. */
    public long incompleteWall() {
        return incompleteWall;
    }

    /**
     * The sum of one amount; empty where it is unknown. Where {@link #incompleteWall} is more than 0, the block-I/O delay
     * and those of which it consists are the least that they can have been, and {@link Amount#WAIT_TIME} holds the rest.
     */
    public OptionalLong get(Amount amount) {
        return known[amount.ordinal()] ? OptionalLong.of(amounts[amount.ordinal()]) : OptionalLong.empty();
    }

    /** On a CPU, in user or kernel mode; empty where either is unknown. */
    public OptionalLong onCpu() {
        OptionalLong user = get(Amount.USER_TIME);
        OptionalLong system = get(Amount.SYSTEM_TIME);
        return user.isPresent() && system.isPresent()
                ? OptionalLong.of(user.getAsLong() + system.getAsLong())
                : OptionalLong.empty();
    }

    @Override
    public String toString() {
        return name + " (" + osThreadId + ")";
    }

    /** Sums up records. For one thread at a time. */
    public static final class Builder {
        private final long osThreadId;
        private final long[] amounts = new long[Amount.COUNT];
        private final boolean[] seen = new boolean[Amount.COUNT];
        private final boolean[] unknown = new boolean[Amount.COUNT];
        private String name;
        private ThreadKind kind;
        private long wall;
        private long incompleteWall;

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

        /**
         * The accounted length of one {@code tidewatch.ThreadDelay} record, in nanoseconds. Of one that is not complete, do
         * not {@linkplain #add add} the block-I/O delay: it is not known.
         */
        public Builder interval(long nanos, boolean complete) {
            wall += nanos;
            incompleteWall += complete ? 0 : nanos;
            return this;
        }

        /** What one record says of one amount. */
        public Builder add(Amount amount, long value) {
            amounts[amount.ordinal()] += value;
            seen[amount.ordinal()] = true;
            return this;
        }

        /** One record does not have the amount, so that the sum is unknown. */
        public Builder unknown(Amount amount) {
            unknown[amount.ordinal()] = true;
            return this;
        }

        public ThreadTotals build() {
            return new ThreadTotals(this);
        }

        @Override
        public String toString() {
            return name + " " + Arrays.toString(amounts);
        }
    }
}
