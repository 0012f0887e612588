package io.github.tidewatch.intervals;

import io.github.tidewatch.waits.WaitKind;
import java.util.Arrays;

/**
 * How long a thread was found to wait for each kind, in nanoseconds, as weights by which a wait time is divided: what is
 * certain comes first, and what was estimated shares the rest.
 */
final class WaitWeights {
    private final long[] exact = new long[WaitKind.COUNT];
    private final long[] estimated = new long[WaitKind.COUNT];
    private boolean empty = true;

    void addExact(WaitKind kind, long nanos) {
        exact[kind.ordinal()] += nanos;
        empty = false;
    }

    void addEstimated(WaitKind kind, long nanos) {
        estimated[kind.ordinal()] += nanos;
        empty = false;
    }

    /** Adds one wait all the time. */
    void addStill(WaitKind kind, long nanos) {
        if (kind.isKnownWait()) {
            addExact(kind, nanos);
        } else {
            addEstimated(WaitKind.UNKNOWN, nanos);
        }
    }

    /**
     * Adds what samples have found at the two ends of a stretch. Who ran at one end waited for what it was found in at the
     * other; what could not be read at one end has its half, as unknown.
     */
    void addEnds(WaitKind first, WaitKind last, long nanos) {
        WaitKind one = first == WaitKind.NONE ? last : first;
        WaitKind two = last == WaitKind.NONE ? first : last;
        addEstimated(one == WaitKind.NONE ? WaitKind.UNKNOWN : one, nanos - nanos / 2);
        addEstimated(two == WaitKind.NONE ? WaitKind.UNKNOWN : two, nanos / 2);
    }

    void add(WaitWeights other) {
        for (int i = 0; i < WaitKind.COUNT; i++) {
            exact[i] += other.exact[i];
            estimated[i] += other.estimated[i];
        }
        empty &= other.empty;
    }

    /** As {@link #add}, but nothing of it is certain. */
    void addAsEstimates(WaitWeights other) {
        for (int i = 0; i < WaitKind.COUNT; i++) {
            estimated[i] += other.exact[i] + other.estimated[i];
        }
        empty &= other.empty;
    }

    void clear() {
        if (!empty) {
            Arrays.fill(exact, 0);
            Arrays.fill(estimated, 0);
            empty = true;
        }
    }

    /**
     * Divides {@code time} so that the parts sum to it.
     *
     * @param oneWait whether it was one and the same wait all the time: then what was not seen is of the kind that was
     * @param parts gets the parts, by kind
     * @return how much of it is exact
     */
    long divide(long time, boolean oneWait, long[] parts) {
        int unknown = WaitKind.UNKNOWN.ordinal();
        long seen = sum(exact) + sum(estimated) - estimated[unknown];
        long certain = Math.min(time, sum(exact));
        if (oneWait && sum(exact) > 0 && seen == sum(exact)) {
            certain = time;
        }
        long rest = time - certain;
        distribute(exact, certain, parts);
        if (oneWait && seen > sum(exact)) {
            long missed = estimated[unknown];
            estimated[unknown] = 0;
            distribute(estimated, rest, parts);
            estimated[unknown] = missed;
        } else if (sum(estimated) > 0) {
            distribute(estimated, rest, parts);
        } else if (certain > 0) {
            distribute(exact, rest, parts); // two clocks, read one after the other
        } else {
            parts[unknown] += rest;
        }
        return certain;
    }

    private static long sum(long[] weights) {
        long sum = 0;
        for (long weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** Adds {@code time} to the parts in proportion of the weights, if there are any, without a rest. */
    private static void distribute(long[] weights, long time, long[] parts) {
        long sum = sum(weights);
        long upTo = 0;
        long given = 0;
        for (int i = 0; i < WaitKind.COUNT && sum > 0; i++) {
            upTo += weights[i];
            long share = upTo == sum ? time : (long) ((double) time * upTo / sum);
            parts[i] += share - given;
            given = share;
        }
    }
}
