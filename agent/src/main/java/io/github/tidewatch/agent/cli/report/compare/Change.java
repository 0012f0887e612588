package io.github.tidewatch.agent.cli.report.compare;

import io.github.tidewatch.agent.cli.report.model.Spread;
import io.github.tidewatch.text.Durations;
import java.util.Locale;

/** One number in two recordings. Nanoseconds, of each second or each span. Immutable. */
public final class Change {
    /** What is said of it. */
    public enum Verdict {
        /** It is within what chance does, or too small to matter. */
        SAME("same"),
        /** It is less. */
        LESS("less"),
        /** It is more. */
        MORE("more"),
        /** It is more, but not without what others on the host took. */
        MORE_BY_OTHERS("more, by others"),
        /** It is time that is lost, and more. */
        WORSE("worse");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /** As output has it. */
        public String word() {
            return word;
        }
    }

    /** Of the baseline: less does not matter. */
    private static final double LEAST_SHARE = 0.05;

    /** Of groups, in nanoseconds of each second: a hundredth of a thread. */
    private static final double LEAST_RATE = 1e7;

    private final String subject;
    private final boolean isSpan;
    private final String field;
    private final Spread baseline;
    private final Spread now;
    private Spread baselineAlone;
    private Spread nowAlone;
    private Spread nowAtLeast;
    private final boolean isLoss;

    /** Of a group of threads or a span, and a part of its time. */
    Change(String subject, boolean isSpan, String field, boolean isLoss, Spread baseline, Spread now) {
        this.subject = subject;
        this.isSpan = isSpan;
        this.field = field;
        this.isLoss = isLoss;
        this.baseline = baseline;
        this.now = now;
    }

    /**
     * The same with what it would be had others on the host taken nothing.
     *
     * @param before without what others took in the baseline for certain
     * @param after without what others took in the recording for certain
     * @param atLeast without all that others may have taken in the recording
     */
    Change alone(Spread before, Spread after, Spread atLeast) {
        Change change = new Change(subject, isSpan, field, isLoss, baseline, now);
        change.baselineAlone = before;
        change.nowAlone = after;
        change.nowAtLeast = atLeast;
        return change;
    }

    /** The same where it is not known whether others on the host took it. */
    Change noLoss() {
        return new Change(subject, isSpan, field, false, baseline, now);
    }

    /** The group's pattern, empty of all threads; or the span's name. */
    public String subject() {
        return subject;
    }

    public boolean isSpan() {
        return isSpan;
    }

    /** Name of the field in events. */
    public String field() {
        return field;
    }

    public double baseline() {
        return baseline.mean();
    }

    public double now() {
        return now.mean();
    }

    /** Whether both recordings say how much it differs within them. */
    public boolean isChanceKnown() {
        return baseline.isEnough() && now.isEnough();
    }

    /** By how much the two may differ by chance, if that {@linkplain #isChanceKnown is known}. */
    public double chance(int comparisons) {
        return Spread.bound(baseline, now, comparisons);
    }

    /** What is said of it, among so many comparisons. */
    public Verdict verdict(int comparisons) {
        double more = grown(baseline, now, comparisons);
        if (more <= 0) {
            return more < 0 ? Verdict.LESS : Verdict.SAME;
        }
        if (nowAlone != null && grown(baselineAlone, nowAlone, comparisons) <= 0) {
            return Verdict.MORE_BY_OTHERS;
        }
        boolean isOwn = nowAtLeast == null || grown(baselineAlone, nowAtLeast, comparisons) > 0;
        return isLoss && isOwn ? Verdict.WORSE : Verdict.MORE;
    }

    /** The difference; 0 where it is within what chance does, or too small. */
    private double grown(Spread before, Spread after, int comparisons) {
        double difference = after.mean() - before.mean();
        double least = Math.max(LEAST_SHARE * before.mean(), isSpan ? 0 : LEAST_RATE);
        double enough = Math.max(least, Spread.bound(before, after, comparisons));
        return Math.abs(difference) > enough ? difference : 0;
    }

    /** For people: such as "1.35 s/s". */
    public String text(double nanos) {
        return Durations.text(nanos) + (isSpan ? "" : "/s");
    }

    /** The difference in percent of the baseline, for people. */
    public String percent() {
        double difference = now() - baseline();
        return baseline() > 0
                ? String.format(Locale.ROOT, "%+.0f %%", 100 * difference / baseline())
                : difference > 0 ? "new" : "0 %";
    }
}
