package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.TimeGrid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What groups of threads did in equal stretches of the recorded time. */
public final class GroupsOverTime {
    /** Fewer intervals in one would leave the border between two to chance. */
    private static final int LEAST_BUCKETS = 2;

    private GroupsOverTime() {}

    /** One stretch. Times are nanoseconds, of its begin and end since 1970. */
    public static final class Batch {
        private final Map<String, Totals> groups = new HashMap<>();
        private final Totals all = new Totals();
        private final long begin;
        private final long end;
        private final long recorded;

        private Batch(long begin, long end, long recorded) {
            this.begin = begin;
            this.end = end;
            this.recorded = recorded;
        }

        public long begin() {
            return begin;
        }

        public long end() {
            return end;
        }

        /** How much of it is recorded. */
        public long recorded() {
            return recorded;
        }

        /** The groups that have threads in it, by pattern of their names. */
        public Map<String, Totals> groups() {
            return Collections.unmodifiableMap(groups);
        }

        /** The sum over all of them. */
        public Totals all() {
            return all;
        }

        private void add(String group, Totals totals) {
            if (totals.wall() > 0) {
                groups.computeIfAbsent(group, any -> new Totals()).add(totals);
                all.add(totals);
            }
        }
    }

    /** The recorded time in about so many batches, in order; without its first and last interval, which are no whole ones. */
    public static List<Batch> batches(Summary summary, int most) {
        TimeGrid grid = summary.grid();
        List<Long> whole = new ArrayList<>();
        for (long bucket = grid.first() + 1; bucket < grid.first() + grid.count() - 1; bucket++) {
            if (recorded(summary, bucket) == grid.width()) {
                whole.add(bucket);
            }
        }
        int size = Math.max(LEAST_BUCKETS, (whole.size() + most - 1) / most);
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i + size <= whole.size(); i += size) {
            long first = whole.get(i);
            long last = whole.get(i + size - 1);
            if (last - first == size - 1) { // else a gap lies in it
                batches.add(batch(summary, first, last));
            }
        }
        return batches;
    }

    private static long recorded(Summary summary, long bucket) {
        TimeGrid grid = summary.grid();
        long begin = Math.max(grid.begin(bucket), summary.options().from);
        long end = Math.min(grid.begin(bucket + 1), summary.options().to);
        return begin < end ? summary.sums().coverage().length(begin, end) : 0;
    }

    private static Batch batch(Summary summary, long first, long last) {
        TimeGrid grid = summary.grid();
        Batch batch = new Batch(grid.begin(first), grid.begin(last + 1), (last - first + 1) * grid.width());
        for (ThreadSummary thread : summary.threads()) {
            batch.add(
                    ThreadGroups.of(thread.name(), thread.kind()),
                    thread.series().between(first, last, thread.totals()));
        }
        for (Groups.Group group : summary.folded().sorted()) {
            batch.add(group.pattern(), group.between(first, last));
        }
        return batch;
    }
}
