package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.GroupWaits;
import io.github.tidewatch.findings.waits.WaitSplit;
import io.github.tidewatch.findings.waits.WaitTargets;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.Series;
import io.github.tidewatch.timeline.TimeGrid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Sums over threads that do the same work, by {@link ThreadGroups}; a bounded number of them. For one thread at a time. */
public final class Groups {
    private static final int MOST = 5000;

    /** Of those over time: 6 KB each. */
    private static final int MOST_OVER_TIME = 500;

    /** One group's sums. */
    public static final class Group {
        private final String pattern;
        private final String first;
        private final ThreadKind kind;
        private final Totals totals = new Totals();
        private final Series series;
        private final WaitSplit split = new WaitSplit();
        private final WaitTargets waits = WaitTargets.ofGroup();
        private int threads;

        private Group(String pattern, String first, ThreadKind kind, Series series) {
            this.series = series;
            this.pattern = pattern;
            this.kind = kind;
            this.first = first;
        }

        /** The names' pattern. */
        public String pattern() {
            return pattern;
        }

        /** Whose work its threads do. */
        public ThreadKind kind() {
            return kind;
        }

        /** As people know it: of one thread its own name, of more the pattern. */
        public String name() {
            return threads == 1 ? first : pattern;
        }

        public Totals totals() {
            return totals;
        }

        public int threads() {
            return threads;
        }

        /** What its threads waited for, by kind. */
        public WaitSplit split() {
            return split;
        }

        /** What its threads waited for, as far as that is known beyond the kinds. */
        public WaitTargets waits() {
            return waits;
        }

        /** All of this. */
        GroupWaits groupWaits() {
            return new GroupWaits(name(), threads, kind, totals, split, waits.within(totals));
        }

        /** Its sums over time; none where the groups are of all of the time. */
        Series series() {
            return series;
        }

        /** What its threads did in these buckets, where the groups are over time. */
        Totals between(long first, long last) {
            return series.between(first, last, totals);
        }
    }

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final TimeGrid grid;

    /** Of sums of all of the time. */
    Groups() {
        this(null);
    }

    /** Of sums over time too. */
    Groups(TimeGrid grid) {
        this.grid = grid;
    }

    /** Adds threads of this name, or of this pattern. */
    Group add(String name, ThreadKind kind, Totals totals, int threads) {
        return add(ThreadGroups.of(name, kind), name, kind, totals, threads);
    }

    private Group add(String pattern, String name, ThreadKind kind, Totals totals, int threads) {
        Group group = groups.get(pattern);
        if (group == null) {
            String key = groups.size() < (grid == null ? MOST : MOST_OVER_TIME) ? pattern : ThreadGroups.OTHERS;
            group = groups.computeIfAbsent(
                    key,
                    absent -> new Group(
                            absent,
                            name,
                            absent.equals(ThreadGroups.OTHERS) ? ThreadKind.APPLICATION : kind,
                            grid == null ? null : new Series(grid)));
        }
        group.totals.add(totals);
        group.threads += threads;
        return group;
    }

    void add(Groups others) {
        for (Group other : others.groups.values()) {
            Group group = add(other.pattern, other.first, other.kind, other.totals, other.threads);
            group.waits.add(other.waits);
            // When the JVM stopped each of its threads is not known.
            group.split.add(other.totals, OptionalLong.empty(), other.waits.within(other.totals));
        }
    }

    /** What all waited for, by kind. */
    public WaitSplit split() {
        WaitSplit sum = new WaitSplit();
        groups.values().forEach(group -> sum.add(group.split));
        return sum;
    }

    public boolean isEmpty() {
        return groups.isEmpty();
    }

    public int threads() {
        return groups.values().stream().mapToInt(Group::threads).sum();
    }

    /** The sum of all. */
    public Totals totals() {
        Totals sum = new Totals();
        groups.values().forEach(group -> sum.add(group.totals));
        return sum;
    }

    /** Most time lost first. */
    public List<Group> sorted() {
        List<Group> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparingLong((Group group) -> group.totals.lost())
                .thenComparingLong(group -> group.totals.onCpu())
                .thenComparingLong(group -> group.totals.wall())
                .reversed()
                .thenComparing(Group::pattern));
        return sorted;
    }
}
