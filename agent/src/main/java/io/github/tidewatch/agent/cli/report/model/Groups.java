package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.Totals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums over threads that do the same work, by {@link ThreadGroups}; a bounded number of them. For one thread at a time. */
public final class Groups {
    private static final int MOST = 5000;
    private static final String OTHERS = "(others)";

    /** One group's sums. */
    public static final class Group {
        private final String pattern;
        private final String first;
        private final ThreadKind kind;
        private final Totals totals = new Totals();
        private int threads;

        private Group(String pattern, String first, ThreadKind kind) {
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
    }

    private final Map<String, Group> groups = new LinkedHashMap<>();

    /** Adds threads of this name, or of this pattern. */
    void add(String name, ThreadKind kind, Totals totals, int threads) {
        add(ThreadGroups.of(name, kind), name, kind, totals, threads);
    }

    private void add(String pattern, String name, ThreadKind kind, Totals totals, int threads) {
        Group group = groups.get(pattern);
        if (group == null) {
            String key = groups.size() < MOST ? pattern : OTHERS;
            group = groups.computeIfAbsent(
                    key, absent -> new Group(absent, name, absent.equals(OTHERS) ? ThreadKind.APPLICATION : kind));
        }
        group.totals.add(totals);
        group.threads += threads;
    }

    void add(Groups others) {
        others.groups
                .values()
                .forEach(group -> add(group.pattern, group.first, group.kind, group.totals, group.threads));
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
