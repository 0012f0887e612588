package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Sentences about all threads together, and about the process where it was asked for as a whole. */
final class ProcessFacts {
    private ProcessFacts() {}

    static List<String> of(Summary summary) {
        List<String> facts = new ArrayList<>(HostFacts.of(summary));
        OptionalLong user = summary.process().get("userTime");
        OptionalLong system = summary.process().get("systemTime");
        if (summary.options().threads == null && user.isPresent() && system.isPresent()) {
            OptionalLong unattributed = summary.process().get("unattributedCpuTime");
            facts.add("CPU time of the process: " + Durations.text(user.getAsLong()) + " user, "
                    + Durations.text(system.getAsLong()) + " system"
                    + (unattributed.isEmpty()
                            ? ""
                            : "; " + Durations.text(unattributed.getAsLong())
                                    + " of it in threads that are not recorded"));
        }
        facts.addAll(StopFacts.of(summary));
        facts.addAll(WaitText.ofAll(summary));
        facts.addAll(VirtualThreadFacts.of(summary));
        add(summary, facts, "of that time: ", EnumSet.range(Metric.SWAP_IN_DELAY, Metric.IRQ_DELAY));
        add(summary, facts, "counters: ", EnumSet.range(Metric.MINOR_FAULTS, Metric.STORAGE_WRITE_BYTES));
        return facts;
    }

    /** Those that are known and not 0. */
    private static void add(Summary summary, List<String> facts, String title, Set<Metric> some) {
        String known = some.stream()
                .filter(metric -> summary.totals().get(metric).orElse(0) > 0)
                .map(metric -> Format.amount(metric, summary.totals().get(metric)) + " " + metric.label())
                .collect(Collectors.joining(", "));
        if (!known.isEmpty()) {
            facts.add(title + known);
        }
    }
}
