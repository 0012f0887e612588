package io.github.tidewatch.findings;

import java.util.List;

/** What a rule found; with its check, a {@link Finding}. Immutable. */
final class RuleResult {
    final Severity severity;

    /** -1 if the rule is not applicable. */
    final double score;

    final String summary;
    final String explanation;
    final String remedy;
    final List<AffectedThread> threads;

    /** In nanoseconds; 0 of what is not about time. */
    final long lost;

    private RuleResult(
            Severity severity,
            double score,
            String summary,
            String explanation,
            String remedy,
            List<AffectedThread> threads,
            long lost) {
        this.severity = severity;
        this.score = score;
        this.summary = summary;
        this.explanation = explanation;
        this.remedy = remedy;
        this.threads = List.copyOf(threads);
        this.lost = lost;
    }

    static RuleResult notApplicable(String why, String remedy) {
        return new RuleResult(Severity.NOT_APPLICABLE, -1, why, "", remedy, List.of(), 0);
    }

    /** There is no record of a thread. */
    static RuleResult noRecords() {
        return notApplicable(
                "There is no tidewatch.ThreadDelay event.",
                "Start the JVM with -javaagent:tidewatch.jar, and leave tidewatch.ThreadDelay enabled in the recording.");
    }

    static RuleResult ok(double score, String summary, String explanation) {
        return new RuleResult(Severity.of(score), score, summary, explanation, "", List.of(), 0);
    }

    static RuleResult of(
            double score, String summary, String explanation, String remedy, List<AffectedThread> threads) {
        return new RuleResult(Severity.of(score), score, summary, explanation, remedy, threads, 0);
    }

    /** What is worth knowing whatever its score. */
    static RuleResult information(
            double score, String summary, String explanation, String remedy, List<AffectedThread> threads) {
        return new RuleResult(Severity.INFORMATION, score, summary, explanation, remedy, threads, 0);
    }

    /** This, of so much time lost. */
    RuleResult ofLost(long nanos) {
        return new RuleResult(severity, score, summary, explanation, remedy, threads, nanos);
    }
}
