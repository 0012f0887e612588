package io.github.tidewatch.agent.cli.report.waits;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What some voluntary wait was spent on: disjoint kinds that sum to it. What no record shows, since it was made without or by
 * a thread as it ended, is {@link Metric#UNKNOWN_WAIT}. Nanoseconds. Immutable.
 */
public final class WaitSplit {
    private final Map<Metric, Long> kinds = new EnumMap<>(Metric.class);

    private WaitSplit(Totals totals, long wait) {
        long left = wait;
        for (Metric kind : Metric.WAITS) {
            OptionalLong value = kind == Metric.UNKNOWN_WAIT ? OptionalLong.empty() : totals.get(kind);
            if (value.isPresent()) {
                long some = Math.min(left, value.getAsLong()); // rounding may have made their sum more than the whole
                kinds.put(kind, some);
                left -= some;
            }
        }
        kinds.put(Metric.UNKNOWN_WAIT, left);
    }

    /** The split of the voluntary wait; empty if nothing is known of what for. */
    public static Optional<WaitSplit> of(Totals totals) {
        OptionalLong wait = totals.get(Metric.WAIT_TIME);
        return wait.isPresent() && Metric.WAITS.stream().anyMatch(totals::isKnown)
                ? Optional.of(new WaitSplit(totals, wait.getAsLong()))
                : Optional.empty();
    }

    /** How long the wait of a kind was; empty if no record shows it. */
    public OptionalLong get(Metric kind) {
        Long value = kinds.get(kind);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The kinds of which there was some, longest first; what is unknown comes last. */
    public List<Metric> longestFirst() {
        List<Metric> some = new ArrayList<>(kinds.keySet());
        some.removeIf(kind -> kinds.get(kind) == 0 || kind == Metric.UNKNOWN_WAIT);
        some.sort((one, other) -> Long.compare(kinds.get(other), kinds.get(one)));
        if (kinds.get(Metric.UNKNOWN_WAIT) > 0) {
            some.add(Metric.UNKNOWN_WAIT);
        }
        return some;
    }
}
