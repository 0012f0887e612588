package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.Findings;
import io.github.tidewatch.findings.OverheadFacts;
import io.github.tidewatch.findings.RuleInput;
import io.github.tidewatch.findings.Severity;
import io.github.tidewatch.findings.ThreadTotals;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.EvaluatedTime;
import io.github.tidewatch.timeline.PartFindings;
import io.github.tidewatch.timeline.TimeGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Evaluates the rules on the sums of a recording, as JDK Mission Control does. */
final class Evaluation {
    private Evaluation() {}

    /** Of all of the time: the findings, worst first, those not applicable last. */
    static List<Finding> findings(
            List<ThreadSummary> threads, Groups folded, long length, RecordedSums sums, DelayCauseTotals causes) {
        List<ThreadTotals> totals = new ArrayList<>();
        for (ThreadSummary thread : threads) {
            totals.add(ThreadTotals.of(thread.name(), thread.tid(), thread.kind(), thread.totals()));
        }
        for (Groups.Group group : folded.sorted()) {
            totals.add(ThreadTotals.ofGroup(group.name(), group.threads(), group.kind(), group.totals()));
        }
        RuleInput.Builder input = RuleInput.ofSpan(length)
                .threads(totals)
                .causes(causes)
                .disks(sums.disks().all())
                .cpuQuota(sums.host().cpuQuota());
        sums.status().facts().ifPresent(input::status);
        if (!sums.overhead().all().isEmpty()) {
            input.overhead(overhead(sums.overhead()));
        }
        return Findings.of(input.build());
    }

    /** Of a part of the time: what the five parts alone can say. */
    static List<Finding> findings(
            List<ThreadSummary> threads,
            Groups folded,
            EvaluatedTime time,
            long length,
            RecordedSums sums,
            DelayCauseTotals causes) {
        List<ThreadTotals> totals = new ArrayList<>();
        for (ThreadSummary thread : threads) {
            Totals part = thread.series().between(time.firstBucket(), time.lastBucket(), thread.totals());
            if (part.wall() > 0) {
                totals.add(ThreadTotals.of(thread.name(), thread.tid(), thread.kind(), part));
            }
        }
        for (Groups.Group group : folded.sorted()) {
            Totals part = group.between(time.firstBucket(), time.lastBucket());
            if (part.wall() > 0) {
                totals.add(ThreadTotals.ofGroup(group.name(), group.threads(), group.kind(), part));
            }
        }
        TimeGrid grid = sums.threads().grid();
        RuleInput input = RuleInput.ofSpan(length)
                .threads(totals)
                .causes(causes)
                .disks(sums.disks().between(grid.begin(time.firstBucket()), grid.begin(time.lastBucket() + 1)))
                .cpuQuota(sums.host().cpuQuota(time.begin(), time.end()))
                .build();
        return PartFindings.of(input);
    }

    /** Those worth knowing, worst first. */
    static List<Finding> worthKnowing(List<Finding> findings) {
        return findings.stream()
                .filter(one -> one.severity() == Severity.INFORMATION || one.severity() == Severity.WARNING)
                .collect(Collectors.toList());
    }

    private static OverheadFacts overhead(ProcessSums sums) {
        return new OverheadFacts(
                sums.get("passes").orElse(0),
                sums.get("threadsSampled").orElse(0),
                sums.get("queriesFailed").orElse(0),
                sums.get("repliesLost").orElse(0),
                sums.get("cpuTime"),
                sums.get("stretch").orElse(1));
    }
}
