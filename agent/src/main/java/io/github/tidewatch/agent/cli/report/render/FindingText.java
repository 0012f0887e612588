package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.Finding;

/** What a finding says: its sentence, which says of which time it is if that is not all, and its explanation. */
final class FindingText {
    private FindingText() {}

    /** What was compared; empty where some threads only were asked for, since it speaks of the whole process. */
    static String explanation(Summary summary, Finding finding) {
        return summary.options().threads == null ? finding.explanation() : "";
    }

    static String summary(Summary summary, Finding finding) {
        return summary.isOfPart(finding) ? Headline.when(summary) + ": " + finding.summary() : finding.summary();
    }
}
