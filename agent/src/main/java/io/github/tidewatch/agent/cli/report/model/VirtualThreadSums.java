package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.timeline.RecordedTimes;
import java.util.OptionalLong;
import jdk.jfr.consumer.RecordedEvent;

/**
 * What {@code tidewatch.VirtualThreadScheduler} says, in sum over some time, in bounded memory. Times in nanoseconds. For one
 * thread at a time.
 */
public final class VirtualThreadSums {
    /** What a record says that lacks a field. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** Parts of an octave: a quantile is exact to one of these. */
    private static final int FINENESS = 8;

    /** More threads than Linux has at a time, of all processes. */
    private static final long MOST_CARRIERS = 1L << 22;

    /** More virtual threads than a heap of a terabyte has room for. */
    private static final long MOST_QUEUED = Integer.MAX_VALUE;

    private final long from;
    private final long to;
    private final long[] waits = new long[Long.SIZE * FINENESS];
    private long samples;
    private long probes;
    private double length;
    private double queuedTime;
    private double mountedTime;
    private double pinnedTime;
    private double carrierTime;
    private double cpuDelay;
    private boolean cpuDelayKnown = true;
    private long longest;

    /** Of what was so between two times, nanoseconds since 1970. */
    VirtualThreadSums(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /** Takes an event that ends then; answers whether it makes sense. */
    public boolean add(RecordedEvent event, long end) {
        return add(end - event.getLong("interval"), end, new long[] {
            event.getLong("carriers"),
            event.getLong("mounted"),
            event.getLong("pinned"),
            event.getLong("queued"),
            event.getLong("carrierDelay"),
            event.hasField("cpuDelay") ? event.getLong("cpuDelay") : UNKNOWN
        });
    }

    /**
     * Takes a record of an interval; answers whether it makes sense.
     *
     * @param values carriers, mounted, pinned and queued at its end, the probe's wait and the carriers' CPU delay, each of these
     *     two or {@link #UNKNOWN}
     */
    boolean add(long begin, long end, long[] values) {
        if (end <= begin || !RecordedTimes.isSensible(begin, end) || !areSensible(values, end)) {
            return false;
        }
        double asked = (double) Math.min(to, end) - Math.max(from, begin);
        if (asked <= 0) {
            return true;
        }
        samples++;
        length += asked;
        carrierTime += asked * values[0];
        mountedTime += asked * values[1];
        pinnedTime += asked * values[2];
        queuedTime += asked * values[3];
        if (values[4] != UNKNOWN) {
            probes++;
            waits[bucket(values[4])]++;
            longest = Math.max(longest, values[4]);
        }
        cpuDelayKnown &= values[5] != UNKNOWN;
        cpuDelay += values[5] == UNKNOWN ? 0 : values[5] * (asked / ((double) end - begin));
        return true;
    }

    private static boolean areSensible(long[] values, long end) {
        return values[0] <= MOST_CARRIERS
                && values[1] <= values[0]
                && values[2] <= values[1]
                && values[2] >= 0
                && values[3] >= 0
                && values[3] <= MOST_QUEUED
                && isSensibleWait(values[4], end)
                && isSensibleWait(values[5], end);
    }

    private static boolean isSensibleWait(long wait, long end) {
        return wait == UNKNOWN || (wait >= 0 && RecordedTimes.isSensible(end - wait, end));
    }

    private static int bucket(long wait) {
        return wait < 1 ? 0 : (int) (Math.log(wait) / Math.log(2) * FINENESS);
    }

    /** How many records there were. */
    public long samples() {
        return samples;
    }

    /** How long the records were, together. */
    public long length() {
        return Math.round(length);
    }

    /** How long virtual threads waited for carriers, in sum over them, estimated from samples of their queue. */
    public long queuedTime() {
        return Math.round(queuedTime);
    }

    /** How many carriers there were, on average. */
    public double carriers() {
        return length > 0 ? carrierTime / length : 0;
    }

    /** How many carriers did not wait for work, on average. */
    public double mounted() {
        return length > 0 ? mountedTime / length : 0;
    }

    /** How many carriers waited together with their virtual thread, on average. */
    public double pinned() {
        return length > 0 ? pinnedTime / length : 0;
    }

    /** How long carriers waited for a CPU, in sum over them. */
    public OptionalLong cpuDelay() {
        return cpuDelayKnown && samples > 0 ? OptionalLong.of(Math.round(cpuDelay)) : OptionalLong.empty();
    }

    /** How many records say how long the probe waited. */
    public long probes() {
        return probes;
    }

    /**
     * The wait for a carrier that this part of the probe's did not exceed by more than a tenth; 0 if there are no {@link
     * #probes}.
     */
    public long carrierDelay(double part) {
        if (probes == 0) {
            return 0;
        }
        long rank = Math.max(1, (long) Math.ceil(part * probes));
        int bucket = 0;
        for (long below = waits[0]; below < rank; below += waits[bucket]) {
            bucket++;
        }
        return Math.min(longest, (long) Math.pow(2, (bucket + 1.0) / FINENESS));
    }

    /** The longest wait of the probe. */
    public long longestCarrierDelay() {
        return longest;
    }
}
