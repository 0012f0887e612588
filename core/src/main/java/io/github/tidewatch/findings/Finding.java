package io.github.tidewatch.findings;

import java.util.List;
import java.util.OptionalDouble;

/** The result of one check. Immutable; texts are plain sentences, remedies have a line for each way. */
public final class Finding {
    private final Check check;
    private final Severity severity;
    private final double score;
    private final String summary;
    private final String explanation;
    private final String remedy;
    private final List<AffectedThread> threads;
    private final long lost;

    private Finding(
            Check check,
            Severity severity,
            double score,
            String summary,
            String explanation,
            String remedy,
            List<AffectedThread> threads,
            long lost) {
        this.check = check;
        this.severity = severity;
        this.score = score;
        this.summary = summary;
        this.explanation = explanation;
        this.remedy = remedy;
        this.threads = List.copyOf(threads);
        this.lost = lost;
    }

    static Finding notApplicable(Check check, String why, String remedy) {
        return new Finding(check, Severity.NOT_APPLICABLE, -1, why, "", remedy, List.of(), 0);
    }

    static Finding ok(Check check, double score, String summary, String explanation) {
        return new Finding(check, Severity.of(score), score, summary, explanation, "", List.of(), 0);
    }

    static Finding of(
            Check check,
            double score,
            String summary,
            String explanation,
            String remedy,
            List<AffectedThread> threads) {
        return new Finding(check, Severity.of(score), score, summary, explanation, remedy, threads, 0);
    }

    /** What is worth knowing whatever its score. */
    static Finding information(
            Check check,
            double score,
            String summary,
            String explanation,
            String remedy,
            List<AffectedThread> threads) {
        return new Finding(check, Severity.INFORMATION, score, summary, explanation, remedy, threads, 0);
    }

    /** This, of so much time lost. */
    Finding ofLost(long nanos) {
        return new Finding(check, severity, score, summary, explanation, remedy, threads, nanos);
    }

    public Check check() {
        return check;
    }

    public Severity severity() {
        return severity;
    }

    /** 0 to 100; empty if not applicable. */
    public OptionalDouble score() {
        return severity == Severity.NOT_APPLICABLE ? OptionalDouble.empty() : OptionalDouble.of(score);
    }

    /** One or two sentences with the worst thread and its number. */
    public String summary() {
        return summary;
    }

    /** What was compared with which threshold, and why that is sound. Empty if not applicable. */
    public String explanation() {
        return explanation;
    }

    /** What to check or do next; empty if there is nothing to do. */
    public String remedy() {
        return remedy;
    }

    /** The threads that are beyond the lower threshold, worst first. */
    public List<AffectedThread> threads() {
        return threads;
    }

    /** The time that the threads lost in this way, in nanoseconds; 0 of findings that are not about time. */
    public long lost() {
        return lost;
    }

    @Override
    public String toString() {
        return check.id() + " " + severity + " " + Texts.number(score) + ": " + summary;
    }
}
