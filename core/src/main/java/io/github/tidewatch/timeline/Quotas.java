package io.github.tidewatch.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BinaryOperator;

/** The CPU quotas of control groups over time, of which the smallest at a time is in force. For one thread at a time. */
public final class Quotas {
    private static final int MOST = 1000;

    /** The quota of a group that has none. */
    private static final double NONE = Double.POSITIVE_INFINITY;

    /** A quota that stayed the same. */
    private static final class Run {
        final double cpus;
        long begin;
        long end;

        Run(double cpus, long begin, long end) {
            this.cpus = cpus;
            this.begin = begin;
            this.end = end;
        }
    }

    private final Map<String, List<Run>> runs = new HashMap<>();
    private int count;
    private boolean anyQuota;
    private double leastOfContainer = Double.NaN;
    private double mostOfContainer = Double.NaN;

    /** What the JDK said at some time, which counts where nothing else is known. */
    public void ofContainer(double cpus) {
        leastOfContainer = Double.isNaN(leastOfContainer) ? cpus : Math.min(leastOfContainer, cpus);
        mostOfContainer = Double.isNaN(mostOfContainer) ? cpus : Math.max(mostOfContainer, cpus);
    }

    /** Takes the quota of a control group in an interval, in CPUs; 0 where it had none. */
    public void add(String controlGroup, long begin, long end, double cpus) {
        if (begin >= end || !RecordedTimes.isSensible(begin, end) || !(cpus >= 0 && cpus < Integer.MAX_VALUE)) {
            return;
        }
        double quota = cpus == 0 ? NONE : cpus;
        anyQuota |= quota != NONE;
        String group = controlGroup == null ? "" : controlGroup;
        List<Run> ofGroup = runs.getOrDefault(group, List.of());
        Run last = ofGroup.isEmpty() ? null : ofGroup.get(ofGroup.size() - 1);
        if (last != null && last.cpus == quota) {
            last.begin = Math.min(last.begin, begin);
            last.end = Math.max(last.end, end);
        } else if (count < MOST) {
            count++;
            runs.computeIfAbsent(group, any -> new ArrayList<>()).add(new Run(quota, begin, end));
        }
    }

    /** The quota in force between these times; empty if there is none, if none is known, or if it changed or was lifted. */
    public OptionalDouble inForce(long from, long to) {
        OptionalDouble smallest = smallest(from, to);
        return smallest.equals(greatest(from, to)) ? smallest : OptionalDouble.empty();
    }

    /** The smallest that the quota in force was between these times; empty if none is known. */
    public OptionalDouble smallest(long from, long to) {
        return inForce(from, to, Math::min, leastOfContainer);
    }

    /** The greatest. */
    public OptionalDouble greatest(long from, long to) {
        return inForce(from, to, Math::max, mostOfContainer);
    }

    private OptionalDouble inForce(long from, long to, BinaryOperator<Double> which, double ofContainer) {
        if (!anyQuota) {
            return Double.isNaN(ofContainer) ? OptionalDouble.empty() : OptionalDouble.of(ofContainer);
        }
        return runs.values().stream()
                .flatMap(
                        ofGroup -> ofGroup.stream()
                                .filter(run -> run.begin < to && run.end > from)
                                .map(run -> run.cpus)
                                .reduce(which)
                                .stream())
                .mapToDouble(Double::doubleValue)
                .filter(least -> least != NONE)
                .min();
    }
}
