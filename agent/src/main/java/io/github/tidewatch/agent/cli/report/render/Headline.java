package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.timeline.EvaluatedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Who lost time and to what, in a few sentences, of the time in which it mattered; or where the time went if nobody did. */
public final class Headline {
    /** More would not be read. */
    private static final int MOST_LOSSES = 3;

    private static final int MOST_USERS = 2;

    private Headline() {}

    public static String of(Summary summary) {
        List<Loss> losses = Losses.of(summary);
        // Why the largest was lost; the rest of it stands further down.
        List<String> clauses = losses.stream()
                .limit(MOST_LOSSES)
                .map(loss -> 2 * loss.nanos >= losses.get(0).nanos ? loss.clause + loss.why() : loss.clause)
                .collect(Collectors.toList());
        String when = when(summary);
        String unknown = unknown(summary.totals());
        String said = clauses.isEmpty()
                ? "No thread lost much of its time (" + String.join(", ", known(summary.evaluatedTotals())) + ")"
                        + unknown + "." + whereItWent(summary)
                : joined(clauses) + unknown + ".";
        said += WaitText.heldUp(summary).map(waits -> " " + waits).orElse("");
        return when.isEmpty() ? said : when + ": " + said + whole(summary);
    }

    /** Clauses that have their causes are sentences of their own. */
    private static String joined(List<String> clauses) {
        boolean reasons = clauses.stream().anyMatch(clause -> clause.contains(": ") || clause.contains(". "));
        return String.join(reasons ? ". " : "; ", clauses);
    }

    /** Which part of the time is meant; nothing where it is all. */
    static String when(Summary summary) {
        if (summary.evaluated().isEmpty()) {
            return "";
        }
        EvaluatedTime evaluated = summary.evaluated().get();
        String length = Durations.text(summary.evaluatedLength());
        boolean ofOneDay = Format.date(summary.begin()).equals(Format.date(summary.end()));
        String begin = ofOneDay ? Format.time(evaluated.begin()) : Format.dateAndTime(evaluated.begin());
        return evaluated.why() == EvaluatedTime.Why.BUSIEST
                ? "In the worst " + length + ", from " + begin
                : "After the JVM's start, from " + begin;
    }

    private static String whole(Summary summary) {
        List<String> lost = new ArrayList<>();
        for (Metric part : Metric.PARTS) {
            if (part.isLoss() && summary.totals().isKnown(part)) {
                lost.add((summary.totals().isAtLeast(part) ? "at least " : "")
                        + Durations.text(summary.totals().known(part)) + " " + PartStyle.doing(part));
            }
        }
        List<String> all = new ArrayList<>();
        if (!lost.isEmpty()) {
            all.add("threads lost " + String.join(" and ", lost));
        }
        all.addAll(Losses.ofWhole(summary));
        return all.isEmpty() ? "" : " In all " + Durations.text(summary.length()) + ", " + String.join("; ", all) + ".";
    }

    private static List<String> known(Totals time) {
        List<String> parts = new ArrayList<>();
        for (Metric part : Metric.PARTS) {
            if (part.isLoss() && time.isKnown(part)) {
                parts.add(Format.percent(time, part) + " " + PartStyle.doing(part));
            }
        }
        return parts;
    }

    /** Where the time did go, and what says more of it. */
    private static String whereItWent(Summary summary) {
        List<String> users = Losses.users(summary, MOST_USERS);
        StringBuilder text = new StringBuilder();
        if (!users.isEmpty()) {
            text.append(" Most CPU time: ")
                    .append(String.join(", ", users))
                    .append(" (profile it by jdk.ExecutionSample).");
        }
        Totals time = summary.evaluatedTotals();
        if (time.isKnown(Metric.WAIT_TIME) && WaitText.heldUp(summary).isEmpty()) {
            text.append(' ')
                    .append(
                            WaitText.ofTimeThatMatters(summary)
                                    .orElseGet(
                                            () -> Format.percent(time, Metric.WAIT_TIME)
                                                    + " of the threads' time they waited voluntarily, for locks, pools, timers or the"
                                                    + " network (jdk.JavaMonitorEnter, jdk.ThreadPark and jdk.SocketRead say for which)"))
                    .append('.');
        }
        return text.toString();
    }

    private static String unknown(Totals time) {
        List<String> parts = new ArrayList<>();
        for (Metric part : Metric.PARTS) {
            if (part.isLoss() && time.wall() > 0 && !time.isKnown(part)) {
                parts.add(part == Metric.CPU_DELAY ? "CPU delay" : "block I/O");
            }
        }
        return parts.isEmpty() ? "" : "; " + String.join(" and ", parts) + " is unknown here";
    }
}
