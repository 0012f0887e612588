package io.github.tidewatch.findings.waits;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What voluntary waits were spent on: disjoint parts that sum to them. These are the kinds of the records, without the time in
 * which the thread was idle or the JVM stopped it. What no record tells is {@link Metric#UNKNOWN_WAIT}. Nanoseconds. For one thread at a time.
 */
public final class WaitSplit {
    private final Map<Metric, Long> kinds = new EnumMap<>(Metric.class);
    private long unknown;
    private long stopped;
    private long idle;
    private boolean isKnown;
    private boolean areStopsKnown;
    private boolean isIdleKnown;

    /** Adds what a thread waited. */
    public void add(Totals totals) {
        add(totals, OptionalLong.empty(), WaitTargets.ofThread());
    }

    /**
     * Adds what a thread waited.
     *
     * @param stop for how much of it the JVM stopped the thread; empty if that is not known
     * @param targets what is known of its waits, of this time
     */
    public void add(Totals totals, OptionalLong stop, WaitTargets targets) {
        if (!totals.isKnown(Metric.WAIT_TIME)) {
            return; // what is of it is not known either
        }
        Map<Metric, Long> parts = new EnumMap<>(Metric.class);
        long left = totals.known(Metric.WAIT_TIME);
        for (Metric kind : Metric.WAITS) {
            OptionalLong value = kind == Metric.UNKNOWN_WAIT ? OptionalLong.empty() : totals.get(kind);
            if (value.isPresent()) {
                long some = Math.min(left, value.getAsLong()); // rounding may have made their sum more than the whole
                parts.put(kind, some);
                left -= some;
            }
        }
        isKnown |= Metric.WAITS.stream().anyMatch(totals::isKnown);
        parts.put(Metric.UNKNOWN_WAIT, left);
        long idleNow = takeOutIdle(parts, targets);
        idle += idleNow;
        isIdleKnown |= targets.canTellIdle();
        areStopsKnown |= stop.isPresent();
        stopped += takeOut(parts, Math.round(stop.orElse(0) * wanting(totals, idleNow)));
        unknown += parts.remove(Metric.UNKNOWN_WAIT);
        parts.forEach((kind, some) -> kinds.merge(kind, some, Long::sum));
    }

    private static long takeOutIdle(Map<Metric, Long> parts, WaitTargets targets) {
        long sum = 0;
        for (Map.Entry<Metric, Long> part : parts.entrySet()) {
            long some = Math.min(part.getValue(), targets.idle(part.getKey()));
            part.setValue(part.getValue() - some);
            sum += some;
        }
        return sum;
    }

    /**
     * The part of the waits, without those that are exact, in which the thread was not idle: who is idle is not held up by a
     * stop, and stops meet idle threads as often as others.
     */
    private static double wanting(Totals totals, long idle) {
        long exact = totals.known(Metric.EXACT_WAIT);
        double open = Math.max(1, totals.known(Metric.WAIT_TIME) - exact);
        return 1 - Math.max(0, Math.min(1, (idle - exact) / open));
    }

    /** Of what is unknown first, then of the JVM's: samples do not meet a thread in a stop, the sampler is stopped too. */
    private static long takeOut(Map<Metric, Long> parts, long stop) {
        long left = stop;
        for (Metric kind : List.of(Metric.UNKNOWN_WAIT, Metric.JVM_WAIT)) {
            long some = Math.min(left, parts.getOrDefault(kind, 0L));
            parts.computeIfPresent(kind, (any, value) -> value - some);
            left -= some;
        }
        long rest = parts.values().stream().mapToLong(Long::longValue).sum();
        if (left > 0 && rest > 0) {
            double factor = 1 - Math.min(1, (double) left / rest);
            parts.replaceAll((kind, value) -> Math.round(value * factor));
            left -= rest - parts.values().stream().mapToLong(Long::longValue).sum();
        }
        return stop - left;
    }

    /** Adds those of other threads. */
    public void add(WaitSplit others) {
        others.kinds.forEach((kind, some) -> kinds.merge(kind, some, Long::sum));
        unknown += others.unknown;
        stopped += others.stopped;
        idle += others.idle;
        isKnown |= others.isKnown;
        areStopsKnown |= others.areStopsKnown;
        isIdleKnown |= others.isIdleKnown;
    }

    /** Whether anything is known of what the waits were for. */
    public boolean isKnown() {
        return isKnown;
    }

    /** How long the waits of a kind were; empty if no record can tell it. */
    public OptionalLong get(Metric kind) {
        Long value = kind == Metric.UNKNOWN_WAIT ? (Long) unknown : kinds.get(kind);
        return value == null || !isKnown ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** How long threads are known to have waited for something to do; others may have been idle too. */
    public long idle() {
        return idle;
    }

    /** The same; empty if the recording has nothing that would show it. */
    public OptionalLong knownIdle() {
        return isIdleKnown && isKnown ? OptionalLong.of(idle) : OptionalLong.empty();
    }

    /** How long the JVM stopped the threads; empty if the recording does not say when it did. */
    public OptionalLong stopped() {
        return areStopsKnown && isKnown ? OptionalLong.of(stopped) : OptionalLong.empty();
    }

    /** The kinds of which there was some, longest first; what is unknown comes last. */
    public List<Metric> longestFirst() {
        List<Metric> some = new ArrayList<>(kinds.keySet());
        some.removeIf(kind -> kinds.get(kind) == 0);
        some.sort((one, other) -> Long.compare(kinds.get(other), kinds.get(one)));
        if (unknown > 0) {
            some.add(Metric.UNKNOWN_WAIT);
        }
        return some;
    }
}
