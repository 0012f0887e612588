package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.Findings;
import io.github.tidewatch.findings.GroupWaits;
import io.github.tidewatch.findings.OverheadFacts;
import io.github.tidewatch.findings.RuleInput;
import io.github.tidewatch.findings.Severity;
import io.github.tidewatch.findings.StopTotals;
import io.github.tidewatch.findings.ThreadTotals;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.EvaluatedTime;
import io.github.tidewatch.timeline.GroupWaitSums;
import io.github.tidewatch.timeline.PartFindings;
import io.github.tidewatch.timeline.StoppedTime;
import io.github.tidewatch.timeline.TimeGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Evaluates the rules on the sums of a recording, or of a part of its time, as JDK Mission Control does. Immutable. */
final class Evaluation {
    final DelayCauseTotals causes;
    final List<GroupWaits> waits;
    final List<Finding> findings;

    private Evaluation(DelayCauseTotals causes, List<GroupWaits> waits, List<Finding> findings) {
        this.causes = causes;
        this.waits = waits;
        this.findings = findings;
    }

    /** Of the time that matters, where that is all: the findings, worst first, those not applicable last. */
    static Evaluation of(
            List<ThreadSummary> threads,
            Groups groups,
            RecordedSums sums,
            DelayCauseTotals causes,
            long begin,
            long end,
            long length) {
        List<ThreadTotals> totals = new ArrayList<>();
        for (ThreadSummary thread : threads) {
            totals.add(ThreadTotals.of(thread.name(), thread.tid(), thread.kind(), thread.totals()));
        }
        for (Groups.Group group : sums.threads().folded().sorted()) {
            totals.add(ThreadTotals.ofGroup(group.name(), group.threads(), group.kind(), group.totals()));
        }
        List<GroupWaits> waits =
                groups.sorted().stream().map(Groups.Group::groupWaits).collect(Collectors.toUnmodifiableList());
        RuleInput.Builder input = RuleInput.ofSpan(length)
                .threads(totals)
                .causes(causes)
                .disks(sums.disks().all())
                .cpuQuota(sums.host().cpuQuota())
                .waits(waits)
                .stops(stops(sums.stops(), begin, end));
        sums.status().facts().ifPresent(input::status);
        if (!sums.overhead().all().isEmpty()) {
            input.overhead(overhead(sums.overhead()));
        }
        return new Evaluation(causes, waits, Findings.of(input.build()));
    }

    /** Of a part of the time: what can be said of it. */
    static Evaluation of(
            List<ThreadSummary> threads, EvaluatedTime time, RecordedSums sums, DelayCauseTotals causes, long length) {
        List<ThreadTotals> totals = new ArrayList<>();
        GroupWaitSums waits = new GroupWaitSums();
        TimeGrid grid = sums.threads().grid();
        long begin = grid.begin(time.firstBucket());
        long end = grid.begin(time.lastBucket() + 1);
        for (ThreadSummary thread : threads) {
            Totals part = thread.series().between(time.firstBucket(), time.lastBucket(), thread.totals());
            if (part.wall() > 0) {
                totals.add(ThreadTotals.of(thread.name(), thread.tid(), thread.kind(), part));
                waits.add(thread.name(), thread.kind(), part, thread.stopped(grid, sums.stops(), begin, end));
            }
        }
        for (Groups.Group group : sums.threads().folded().sorted()) {
            Totals part = group.between(time.firstBucket(), time.lastBucket());
            if (part.wall() > 0) {
                totals.add(ThreadTotals.ofGroup(group.name(), group.threads(), group.kind(), part));
                waits.addGroup(group.pattern(), group.name(), group.threads(), group.kind(), part);
            }
        }
        List<GroupWaits> byGroup = waits.byGroup(sums.waitsOverTime().series(), begin, end);
        RuleInput input = RuleInput.ofSpan(length)
                .threads(totals)
                .causes(causes)
                .disks(sums.disks().between(begin, end))
                .cpuQuota(sums.host().cpuQuota(time.begin(), time.end()))
                .waits(byGroup)
                .stops(stops(sums.stops(), time.begin(), time.end()))
                .build();
        return new Evaluation(causes, byGroup, PartFindings.of(input));
    }

    /** Null where they are not recorded. */
    private static StopTotals stops(StoppedTime stops, long begin, long end) {
        return stops.isRecorded() ? stops.totals(begin, end) : null;
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
