package io.github.tidewatch.agent.cli.report.waits;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.RecordedNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long threads waited for what, as far as it is known; a bounded number of targets, of which those that have least give way
 * to new ones. Nanoseconds. For one thread at a time.
 */
public final class WaitTargets {
    /** Twice as many are kept while records come. */
    private static final int OF_A_THREAD = 8;

    private static final int OF_A_GROUP = 64;
    private static final int LONGEST = 200;

    private final int most;
    private final Map<WaitTarget, Double> details = new HashMap<>(4);

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
    public void addDetail(Metric kind, String what, long nanos) {
        add(details, new WaitTarget(kind, RecordedNames.cut(what, LONGEST)), nanos);
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
        all.sort(Map.Entry.<WaitTarget, Double>comparingByValue()
                .reversed()
                .thenComparing(one -> one.getKey().kind())
                .thenComparing(one -> one.getKey().what()));
        return all;
    }

    /** Adds those of other threads. */
    public void add(WaitTargets others) {
        others.details.forEach((target, nanos) -> add(details, target, nanos));
    }

    /** The same for some time: of each kind no longer than what was waited so. */
    public WaitTargets within(Totals totals) {
        WaitTargets within = new WaitTargets(most);
        Map<Metric, Double> sums = new TreeMap<>();
        details.forEach((target, nanos) -> sums.merge(target.kind(), nanos, Double::sum));
        details.forEach((target, nanos) -> {
            double most = totals.known(target.kind());
            double factor = Math.min(1, most / Math.max(1, sums.get(target.kind())));
            if (factor > 0) {
                within.details.put(target, nanos * factor);
            }
        });
        return within;
    }

    /** How long each was waited for, longest first. */
    public Map<WaitTarget, Long> longestFirst() {
        Map<WaitTarget, Long> sorted = new LinkedHashMap<>();
        longestFirst(details).stream().limit(most).forEach(one -> sorted.put(one.getKey(), Math.round(one.getValue())));
        return sorted;
    }

    public boolean isEmpty() {
        return details.isEmpty();
    }
}
