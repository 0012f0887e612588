package io.github.tidewatch.agent.cli.report.flame;

import java.util.LinkedHashMap;
import java.util.Map;

/** Stacks among which a time is divided, each with its weight. */
final class Weights {
    private final Map<Integer, Long> weights = new LinkedHashMap<>();
    private long sum;

    void clear() {
        weights.clear();
        sum = 0;
    }

    void add(int stack, long weight) {
        weights.merge(stack, weight, Long::sum);
        sum += weight;
    }

    /** The sum of the weights. */
    long sum() {
        return sum;
    }

    boolean isEmpty() {
        return sum == 0;
    }

    /** Divides a time in proportion, to the nanosecond. */
    void divide(long time, ThreadStacks.Taker taker) {
        long left = time;
        long weightLeft = sum;
        for (Map.Entry<Integer, Long> each : weights.entrySet()) {
            boolean last = each.getValue() == weightLeft;
            long part = last ? left : Math.round((double) left * each.getValue() / weightLeft);
            taker.take(each.getKey(), part);
            left -= part;
            weightLeft -= each.getValue();
        }
    }
}
