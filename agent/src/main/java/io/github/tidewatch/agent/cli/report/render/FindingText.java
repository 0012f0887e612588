package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.Finding;

/** A finding's sentence, which says of which time it is if that is not all. */
final class FindingText {
    private FindingText() {}

    static String summary(Summary summary, Finding finding) {
        return summary.isOfPart(finding) ? Headline.when(summary) + ": " + finding.summary() : finding.summary();
    }
}
