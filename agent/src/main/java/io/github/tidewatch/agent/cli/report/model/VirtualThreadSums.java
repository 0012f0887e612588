package io.github.tidewatch.agent.cli.report.model;

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

    private final long from;
    private final long to;
    private final long[] waits = new long[Long.SIZE * FINENESS];
    private long samples;
    private double length;
    private double queuedTime;
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
            event.getLong("queued"),
            event.getLong("pinned"),
            event.getLong("carrierDelay"),
            event.hasField("cpuDelay") ? event.getLong("cpuDelay") : UNKNOWN
        });
    }

    /**
     * Takes a record of an interval; answers whether it makes sense.
     *
     * @param values carriers, queued and pinned at its end, the probe's wait, the carriers' CPU delay or {@link #UNKNOWN}
     */
    boolean add(long begin, long end, long[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 && (i < values.length - 1 || values[i] != UNKNOWN)) {
                return false;
            }
        }
        if (end <= begin) {
            return false;
        }
        double asked = (double) Math.min(to, end) - Math.max(from, begin);
        if (asked <= 0) {
            return true;
        }
        samples++;
        length += asked;
        carrierTime += asked * values[0];
        queuedTime += asked * values[1];
        pinnedTime += asked * values[2];
        waits[bucket(values[3])]++;
        longest = Math.max(longest, values[3]);
        cpuDelayKnown &= values[4] != UNKNOWN;
        cpuDelay += values[4] == UNKNOWN ? 0 : values[4] * (asked / ((double) end - begin));
        return true;
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

    /** How many carriers waited together with their virtual thread, on average. */
    public double pinned() {
        return length > 0 ? pinnedTime / length : 0;
    }

    /** How long carriers waited for a CPU, in sum over them. */
    public OptionalLong cpuDelay() {
        return cpuDelayKnown && samples > 0 ? OptionalLong.of(Math.round(cpuDelay)) : OptionalLong.empty();
    }

    /** The wait for a carrier that this part of the probe's did not exceed by more than a tenth; of one record at least. */
    public long carrierDelay(double part) {
        long rank = Math.max(1, (long) Math.ceil(part * samples));
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
