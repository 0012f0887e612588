package io.github.tidewatch.agent.cli.report.spans;

import io.github.tidewatch.agent.cli.report.render.PartStyle;
import io.github.tidewatch.findings.WaitTexts;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What slow spans have more of than those around the median, as a sentence. */
final class SlowSpans {
    /** With fewer, the slowest hundredth is one or two spans, which say nothing of others. */
    private static final int FOR_A_HUNDREDTH = 500;

    /** With fewer, neither does the slowest tenth. */
    static final int FOR_A_TENTH = 20;

    /** By less than this part they are not slow. */
    private static final double SLOWER = 0.1;

    /** A smaller part of the difference has no clause. */
    private static final double WORTH_A_CLAUSE = 0.2;

    private SlowSpans() {}

    static String sentence(SpanGroup group) {
        if (group.count() < FOR_A_TENTH) {
            return "Too few spans to say what slow ones have in common: " + group.count() + ", of " + FOR_A_TENTH
                    + " that it takes.";
        }
        boolean hundredth = group.count() >= FOR_A_HUNDREDTH;
        SpanSums slow = hundredth ? group.slowest1() : group.slowest10();
        SpanSums middle = group.middle();
        String which = "The slowest " + (hundredth ? "1" : "10") + " % (" + slow.count() + ") took "
                + Durations.text(slow.length()) + " on average, ";
        double more = slow.length() - middle.length();
        if (more < SLOWER * middle.length()) {
            return which + "about as long as those around the median.";
        }
        List<String> clauses = clauses(slow, middle, more);
        return which + times(slow.length() / middle.length()) + " as long as those around the median. Of what they took"
                + " longer, they spent "
                + (clauses.isEmpty() ? "no part alone more than a fifth." : String.join(", ", clauses) + ".")
                + CauseClause.of(slow);
    }

    private static String times(double factor) {
        return factor < 10 ? String.format(Locale.ROOT, "%.1f times", factor) : Math.round(factor) + " times";
    }

    private static List<String> clauses(SpanSums slow, SpanSums middle, double more) {
        List<Metric> parts = new ArrayList<>(Metric.PARTS);
        parts.sort(Comparator.comparingDouble(part -> -longer(slow, middle, part)));
        List<String> clauses = new ArrayList<>();
        double queued = (slow.averageQueueTime() - middle.averageQueueTime()) / more;
        if (queued >= WORTH_A_CLAUSE) {
            clauses.add(CauseClause.percent(queued) + " queued, until a worker of the executor took them"
                    + (slow.queued() < slow.count() || middle.queued() < middle.count()
                            ? ", where that is known"
                            : ""));
        }
        for (Metric part : parts) {
            double share = longer(slow, middle, part) / more;
            if (share >= WORTH_A_CLAUSE) {
                clauses.add((isAtLeast(slow, middle, part) ? "at least " : "")
                        + CauseClause.percent(share) + " " + doing(part, slow, middle)
                        + (part == Metric.WAIT_TIME ? waits(slow, middle, share * more) : ""));
            }
        }
        return clauses;
    }

    private static boolean isAtLeast(SpanSums slow, SpanSums middle, Metric part) {
        return part == Metric.BLOCK_IO_DELAY
                ? !isKnown(slow) || !isKnown(middle)
                : slow.totals().isAtLeast(part) || middle.totals().isAtLeast(part);
    }

    /** By how much more the slow ones have of a part; by so much at least, where that of some of them is unknown. */
    private static double longer(SpanSums slow, SpanSums middle, Metric part) {
        // What is unknown of them is in what they waited.
        boolean mayBeMore = part == Metric.BLOCK_IO_DELAY
                ? !isKnown(middle)
                : middle.totals().isAtLeast(part);
        double most = middle.average(part) + (mayBeMore ? middle.average(Metric.WAIT_TIME) : 0);
        return slow.average(part) - most;
    }

    /** Where block I/O is unknown, what is waited is either. */
    private static String doing(Metric part, SpanSums slow, SpanSums middle) {
        boolean blockIoIsKnown = isKnown(slow) && isKnown(middle);
        return part == Metric.WAIT_TIME && !blockIoIsKnown
                ? "waiting voluntarily or for block I/O, which is unknown"
                : PartStyle.doing(part);
    }

    private static boolean isKnown(SpanSums spans) {
        return spans.totals().isKnown(Metric.BLOCK_IO_DELAY) && !spans.totals().isAtLeast(Metric.BLOCK_IO_DELAY);
    }

    /** The one that they waited for longer by most, if that is worth a clause. */
    private static String waits(SpanSums slow, SpanSums middle, double more) {
        WaitTarget most = null;
        for (WaitTarget target : slow.targets()) {
            if (most == null || longer(slow, middle, target) > longer(slow, middle, most)) {
                most = target;
            }
        }
        double share = most == null ? 0 : longer(slow, middle, most) / more;
        return share < WORTH_A_CLAUSE ? "" : " (" + CauseClause.percent(share) + " of that " + text(most) + ")";
    }

    private static double longer(SpanSums slow, SpanSums middle, WaitTarget target) {
        return slow.average(target) - middle.average(target);
    }

    /** Such as "entering monitors: com.acme.Pool in com.acme.Pool.borrow". */
    static String text(WaitTarget target) {
        String what = target.object() == null ? "" : ": " + target.object();
        return WaitTexts.doing(target.kind())
                + what
                + (target.frame() == null ? "" : (what.isEmpty() ? ": " : " in ") + target.frame())
                + (target.isIdle() ? ": for the next task" : "");
    }
}
