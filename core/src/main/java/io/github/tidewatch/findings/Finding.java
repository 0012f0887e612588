package io.github.tidewatch.findings;

import java.util.List;
import java.util.OptionalDouble;

/** The result of one check. Immutable; texts are plain sentences, remedies have a line for each way. */
public final class Finding {
    private final Check check;
    private final RuleResult result;

    Finding(Check check, RuleResult result) {
        this.check = check;
        this.result = result;
    }

    /** What was checked. */
    public Check check() {
        return check;
    }

    /** How much it matters. */
    public Severity severity() {
        return result.severity;
    }

    /** 0 to 100; empty if not applicable. */
    public OptionalDouble score() {
        return result.severity == Severity.NOT_APPLICABLE ? OptionalDouble.empty() : OptionalDouble.of(result.score);
    }

    /** One or two sentences with the worst thread and its number. */
    public String summary() {
        return result.summary;
    }

    /** What was compared with which threshold, and why that is sound. Empty if not applicable. */
    public String explanation() {
        return result.explanation;
    }

    /** What to check or do next; empty if there is nothing to do. */
    public String remedy() {
        return result.remedy;
    }

    /** The threads that are beyond the lower threshold, worst first. */
    public List<AffectedThread> threads() {
        return result.threads;
    }

    /** The time that the threads lost in this way, in nanoseconds; 0 of findings that are not about time. */
    public long lost() {
        return result.lost;
    }

    @Override
    public String toString() {
        return check.id() + " " + result.severity + " " + Texts.number(result.score) + ": " + result.summary;
    }
}
