package io.github.tidewatch.findings.waits;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How long threads waited for what, as far as it is known: from JFR's events of single waits, and from the details of records of
 * one wait. A bounded number of targets, of which those that have least give way to new ones. Nanoseconds. For one thread at a
 * time.
 */
public final class WaitTargets {
    /** Twice as many are kept while records come. */
    private static final int OF_A_THREAD = 8;

    private static final int OF_A_GROUP = 64;

    /** Fewer say little of all of the time. */
    private static final int LEAST_SAMPLES = 3;

    private final int most;
    private final Map<WaitTarget, Double> events = new HashMap<>(4);
    private final Map<WaitTarget, Double> details = new HashMap<>(4);
    private long idleSamples;
    private long otherSamples;
    private final Map<WaitTarget, Double> dumps = new HashMap<>(4);
    private boolean canTellIdle;

    private WaitTargets(int most) {
        this.most = most;
    }

    /** Of one thread, or of few. */
    public static WaitTargets ofThread() {
        return new WaitTargets(OF_A_THREAD);
    }

    /** Of a group of threads. */
    public static WaitTargets ofGroup() {
        return new WaitTargets(OF_A_GROUP);
    }

    /** Adds what a record says of a wait that took all of its time. */
    public void addDetail(WaitTarget target, long nanos) {
        add(details, target, nanos);
    }

    /** Adds what an event says of one wait. */
    public void addEvent(WaitTarget target, long nanos) {
        add(events, target, nanos);
    }

    /** Adds how often dumps of all threads found threads in such a wait: for the next thing to do, or else. */
    public void addDumps(Metric kind, boolean isIdle, double times) {
        dumps.merge(isIdle ? WaitTarget.ofNextTask(kind) : WaitTarget.of(kind, null, null), times, Double::sum);
    }

    /** Adds how often threads were found in a call to the network: for the next event or connection, and else. */
    public void addSamples(double idle, double other) {
        idleSamples += Math.round(idle);
        otherSamples += Math.round(other);
    }

    /** Adds that the thread was found in a call to the network: for the next event or connection, or not. */
    public void addSample(boolean isIdle) {
        idleSamples += isIdle ? 1 : 0;
        otherSamples += isIdle ? 0 : 1;
    }

    private void add(Map<WaitTarget, Double> sums, WaitTarget target, double nanos) {
        sums.merge(target, nanos, Double::sum);
        if (sums.size() > 2 * most) {
            List<Map.Entry<WaitTarget, Double>> all = longestFirst(sums);
            all.subList(most, all.size()).forEach(one -> sums.remove(one.getKey()));
        }
    }

    private static List<Map.Entry<WaitTarget, Double>> longestFirst(Map<WaitTarget, Double> sums) {
        List<Map.Entry<WaitTarget, Double>> all = new ArrayList<>(sums.entrySet());
        all.sort(Map.Entry.<WaitTarget, Double>comparingByValue().reversed().thenComparing(one -> one.getKey()
                .toString()));
        return all;
    }

    /** Adds those of other threads. */
    public void add(WaitTargets others) {
        others.events.forEach((target, nanos) -> add(events, target, nanos));
        others.details.forEach((target, nanos) -> add(details, target, nanos));
        others.dumps.forEach((found, times) -> dumps.merge(found, times, Double::sum));
        canTellIdle |= others.canTellIdle;
        idleSamples += others.idleSamples;
        otherSamples += others.otherSamples;
    }

    /**
     * The same, no longer than was waited: events explain at most the wait of their kind, since an event also lasts while its
     * thread waits for a CPU, and details at most what events do not. All of the time together counts, not each interval: which
     * kind a wait of a thread that ran is of is an estimate, right in the mean of many intervals.
     */
    public WaitTargets within(Totals totals) {
        WaitTargets within = new WaitTargets(most);
        Map<Metric, Double> byEvents = byKind(events);
        Map<Metric, Double> byDetails = byKind(details);
        Map<Metric, Double> byDumps = idleByDumps(totals, byEvents);
        events.forEach((target, nanos) -> {
            double factor = factor(totals.known(target.kind()), byEvents.get(target.kind()));
            within.add(within.events, target, nanos * factor);
        });
        details.forEach((target, nanos) -> {
            double explained = byEvents.getOrDefault(target.kind(), 0.0) + byDumps.getOrDefault(target.kind(), 0.0);
            double all = byDetails.get(target.kind());
            double left = Math.min(totals.known(target.kind()) - explained, all);
            within.add(within.details, target, nanos * factor(left, all));
        });
        byDumps.forEach((kind, nanos) -> within.add(within.events, WaitTarget.ofNextTask(kind), nanos));
        within.addIdleInNetwork(totals, this);
        within.canTellIdle = canTellIdle();
        within.events.values().removeIf(nanos -> nanos < 1);
        within.details.values().removeIf(nanos -> nanos < 1);
        return within;
    }

    /**
     * Of the waits that are exact and that no event explains, the part in which dumps of all threads found threads idle: these
     * waits had not ended when the recording did.
     */
    private Map<Metric, Double> idleByDumps(Totals totals, Map<Metric, Double> byEvents) {
        Map<Metric, Double> found = byKind(dumps);
        Map<Metric, Double> idle = new EnumMap<>(Metric.class);
        double exact = totals.known(Metric.EXACT_WAIT);
        for (Map.Entry<Metric, Double> kind : found.entrySet()) {
            double explained = byEvents.getOrDefault(kind.getKey(), 0.0);
            double open = Math.min(totals.known(kind.getKey()), exact) - explained;
            double times = dumps.getOrDefault(WaitTarget.ofNextTask(kind.getKey()), 0.0);
            double some = Math.max(0, open) * times / Math.max(1, kind.getValue());
            exact -= Math.min(exact, explained + some);
            idle.put(kind.getKey(), some);
        }
        return idle;
    }

    /** Of what neither events nor details explain, the part in which samples found the thread so. */
    private void addIdleInNetwork(Totals totals, WaitTargets raw) {
        if (raw.idleSamples >= LEAST_SAMPLES) {
            double explained = byKind(events).getOrDefault(Metric.NETWORK_WAIT, 0.0)
                    + byKind(details).getOrDefault(Metric.NETWORK_WAIT, 0.0);
            double left = Math.max(0, totals.known(Metric.NETWORK_WAIT) - explained);
            double part = (double) raw.idleSamples / (raw.idleSamples + raw.otherSamples);
            add(events, WaitTarget.ofNextTask(Metric.NETWORK_WAIT), left * part);
        }
    }

    private static Map<Metric, Double> byKind(Map<WaitTarget, Double> sums) {
        Map<Metric, Double> byKind = new EnumMap<>(Metric.class);
        sums.forEach((target, nanos) -> byKind.merge(target.kind(), nanos, Double::sum));
        return byKind;
    }

    private static double factor(double most, double all) {
        return Math.max(0, Math.min(1, most / Math.max(1, all)));
    }

    /**
     * How long each was waited for, longest first; without the time in which threads were idle.
     *
     * @param waited how long each kind was: no more is waited for
     */
    public Map<WaitTarget, Long> longestFirst(ToLongFunction<Metric> waited) {
        Map<WaitTarget, Double> sums = new HashMap<>(events);
        details.forEach((target, nanos) -> sums.merge(target, nanos, Double::sum));
        sums.keySet().removeIf(WaitTarget::isIdle);
        Map<Metric, Double> byKind = byKind(sums);
        sums.replaceAll(
                (target, nanos) -> nanos * factor(waited.applyAsLong(target.kind()), byKind.get(target.kind())));
        Map<WaitTarget, Long> sorted = new LinkedHashMap<>();
        longestFirst(sums).stream().limit(most).forEach(one -> sorted.put(one.getKey(), Math.round(one.getValue())));
        return sorted;
    }

    /** How long threads were idle in waits of this kind. */
    public long idle(Metric kind) {
        WaitTarget idle = WaitTarget.ofNextTask(kind);
        return Math.round(events.getOrDefault(idle, 0.0) + details.getOrDefault(idle, 0.0));
    }

    /** Whether anything is known that would show that a thread was idle. */
    boolean canTellIdle() {
        return canTellIdle
                || !dumps.isEmpty()
                || !events.isEmpty()
                || !details.isEmpty()
                || idleSamples + otherSamples >= LEAST_SAMPLES;
    }

    /** Whether nothing is known, but perhaps that threads were idle. */
    public boolean isEmpty() {
        return events.keySet().stream().allMatch(WaitTarget::isIdle)
                && details.keySet().stream().allMatch(WaitTarget::isIdle);
    }
}
