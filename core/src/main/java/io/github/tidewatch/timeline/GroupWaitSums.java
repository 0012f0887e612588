package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.GroupWaits;
import io.github.tidewatch.findings.waits.WaitSplit;
import io.github.tidewatch.findings.waits.WaitTargets;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.Totals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What groups of threads waited for in some time: in this time alone. For one thread at a time. */
public final class GroupWaitSums {
    private final Map<String, Sums> groups = new LinkedHashMap<>();

    /** Of one group. */
    private static final class Sums {
        final Totals totals = new Totals();
        private final ThreadKind kind;
        private final String first;
        private int threads;
        private long stopped;
        private boolean canBeStopped;

        Sums(String first, ThreadKind kind) {
            this.first = first;
            this.kind = kind;
        }

        GroupWaits waits(String pattern, WaitTargets known) {
            WaitTargets targets = known.within(totals);
            WaitSplit split = new WaitSplit();
            split.add(totals, canBeStopped ? OptionalLong.of(stopped) : OptionalLong.empty(), targets);
            return new GroupWaits(threads == 1 ? first : pattern, threads, kind, totals, split, targets);
        }
    }

    /**
     * Adds what a thread did in this time.
     *
     * @param stopped for how much of it the JVM stopped the thread, in nanoseconds; empty if that is not known
     */
    public void add(String name, ThreadKind kind, Totals totals, OptionalLong stopped) {
        Sums group = group(ThreadGroups.of(name, kind), name, kind);
        group.totals.add(totals);
        group.threads++;
        group.canBeStopped |= stopped.isPresent();
        group.stopped += stopped.orElse(0);
    }

    /** Adds what threads that are not kept apart did in this time; when the JVM stopped each of them is not known. */
    public void addGroup(String pattern, String name, int threads, ThreadKind kind, Totals totals) {
        Sums group = group(pattern, name, kind);
        group.totals.add(totals);
        group.threads += threads;
    }

    private Sums group(String pattern, String name, ThreadKind kind) {
        return groups.computeIfAbsent(pattern, any -> new Sums(name, kind));
    }

    /**
     * With all that was added.
     *
     * @param series what single waits were for
     * @param begin when this time begins, nanoseconds since 1970
     * @param end when it ends
     */
    public List<GroupWaits> byGroup(WaitSeries series, long begin, long end) {
        List<GroupWaits> all = new ArrayList<>();
        groups.forEach((pattern, group) -> all.add(group.waits(pattern, series.between(pattern, begin, end))));
        return all;
    }
}
