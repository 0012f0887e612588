package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.Findings;
import io.github.tidewatch.findings.OverheadFacts;
import io.github.tidewatch.findings.RuleInput;
import io.github.tidewatch.findings.Severity;
import io.github.tidewatch.findings.ThreadTotals;
import io.github.tidewatch.metrics.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Evaluates the rules on the sums of a recording, as JDK Mission Control does. */
final class Evaluation {
    private Evaluation() {}

    /** The findings, worst first, those not applicable last. */
    static List<Finding> findings(List<ThreadSummary> threads, Groups folded, long length, RecordedSums sums) {
        List<ThreadTotals> totals = new ArrayList<>();
        for (ThreadSummary thread : threads) {
            totals.add(ThreadTotals.of(thread.name(), thread.tid(), thread.kind(), thread.totals()));
        }
        for (Groups.Group group : folded.sorted()) {
            totals.add(ThreadTotals.of(group.name(), 0, group.kind(), group.totals()));
        }
        RuleInput.Builder input = RuleInput.ofSpan(length).threads(totals);
        sums.status().facts().ifPresent(input::status);
        if (!sums.overhead().all().isEmpty()) {
            input.overhead(overhead(sums.overhead()));
        }
        return Findings.of(input.build());
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
