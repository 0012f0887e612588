package io.github.tidewatch.agent.cli.report.compare;

import io.github.tidewatch.agent.cli.report.model.Groups;
import io.github.tidewatch.agent.cli.report.model.GroupsOverTime;
import io.github.tidewatch.agent.cli.report.model.Others;
import io.github.tidewatch.agent.cli.report.model.Spread;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.Totals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleBiFunction;

/**
 * What groups of threads did in batches of intervals of one recording: nanoseconds of each second, in sum over the threads. For
 * one thread at a time.
 */
final class GroupBatches {
    /** Stands for all groups. */
    static final String ALL = "";

    private static final int MOST = 20;
    private static final double SECOND = 1e9;
    private static final DelayCauses NO_CAUSES = new DelayCauseTotals().of(any -> true);

    private final List<GroupsOverTime.Batch> batches;
    private final List<Map<String, DelayCauses>> causes = new ArrayList<>();
    private final Map<String, Totals> totals = new HashMap<>();
    private final Set<String> withCauses = new HashSet<>();
    private final boolean areApart;

    GroupBatches(Summary summary) {
        batches = GroupsOverTime.batches(summary, MOST);
        for (GroupsOverTime.Batch batch : batches) {
            DelayCauseTotals in = summary.sums().causes().between(batch.begin(), batch.end() - 1);
            Map<String, DelayCauses> byGroup = new HashMap<>(in.byGroup());
            if (!in.isEmpty()) {
                byGroup.put(ALL, in.of(any -> true));
            }
            causes.add(byGroup);
            withCauses.addAll(byGroup.keySet());
        }
        totals.put(ALL, summary.totals());
        List<Groups.Group> groups = summary.groups().sorted();
        areApart = groups.stream().noneMatch(group -> group.pattern().equals(ThreadGroups.OTHERS));
        if (areApart) {
            groups.forEach(group -> totals.put(group.pattern(), group.totals()));
        }
    }

    int count() {
        return batches.size();
    }

    /** Whether there are so few groups that all are kept apart; else any may lack threads, and {@link #ALL} alone is known. */
    boolean areApart() {
        return areApart;
    }

    /** The groups that are known of the recording, in order; {@link #ALL} first. */
    Set<String> names() {
        return new TreeSet<>(totals.keySet());
    }

    /** Whether the recording says why the group waited for a CPU. */
    boolean hasCauses(String group) {
        return withCauses.contains(group);
    }

    /** A part of the group's time, or what it waited for; empty if it is unknown. */
    Optional<Spread> of(String group, Metric metric) {
        Totals all = totals.get(group);
        if (batches.isEmpty() || all == null || !all.isKnown(metric) || all.isAtLeast(metric)) {
            return Optional.empty();
        }
        return Optional.of(spread(group, (in, i) -> in.known(metric)));
    }

    /** Why the group waited for a CPU; empty if that is unknown. Of a batch in which it hardly did, there is no record. */
    Optional<Spread> of(String group, CpuDelayCause cause) {
        if (!hasCauses(group) || isUnknown(group, cause)) {
            return Optional.empty();
        }
        return Optional.of(spread(group, (in, i) -> part(group, i, cause)));
    }

    /** The CPU delay without what others on the host caused for certain. */
    Spread delayWithoutOthers(String group) {
        return delayWithoutOthers(group, 0);
    }

    /** The CPU delay without all that others on the host may have caused, such as what has no recorded cause. */
    Spread delayOfItsOwn(String group) {
        return delayWithoutOthers(group, 1);
    }

    private Spread delayWithoutOthers(String group, int bound) {
        return spread(group, (in, i) -> {
            long delay = in.known(Metric.CPU_DELAY);
            return delay - Others.delay(causes.get(i).getOrDefault(group, NO_CAUSES), delay)[bound];
        });
    }

    private boolean isUnknown(String group, CpuDelayCause cause) {
        return causes.stream()
                .anyMatch(
                        in -> in.containsKey(group) && in.get(group).get(cause).isEmpty());
    }

    private long part(String group, int batch, CpuDelayCause cause) {
        DelayCauses of = causes.get(batch).get(group);
        return of == null ? 0 : of.get(cause).orElse(0);
    }

    private Spread spread(String group, ToDoubleBiFunction<Totals, Integer> value) {
        double[] rates = new double[batches.size()];
        Totals none = new Totals();
        for (int i = 0; i < rates.length; i++) {
            GroupsOverTime.Batch batch = batches.get(i);
            Totals in = group.equals(ALL) ? batch.all() : batch.groups().getOrDefault(group, none);
            rates[i] = value.applyAsDouble(in, i) / batch.recorded() * SECOND;
        }
        return new Spread(rates);
    }
}
