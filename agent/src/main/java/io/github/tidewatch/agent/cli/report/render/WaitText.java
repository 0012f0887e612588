package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.GroupWaits;
import io.github.tidewatch.findings.Severity;
import io.github.tidewatch.findings.WaitTexts;
import io.github.tidewatch.findings.waits.WaitSplit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What groups of threads waited for, a sentence for each; nothing where the recording does not say. */
final class WaitText {
    private static final int MOST_GROUPS = 10;

    /** A group that was idle for this part of its time has no line of its own. */
    private static final double NEARLY_ALL = 0.95;

    private WaitText() {}

    /** A line for each group of the application that waited, the longest first; those that were idle have one together. */
    static List<String> of(Summary summary) {
        List<GroupWaits> groups = new ArrayList<>(summary.waits());
        groups.removeIf(group -> !group.kind().isOfApplication()
                || !group.isKnown()
                || group.waited() + group.idle() < WaitTexts.LEAST / 100 * group.wall());
        groups.sort(Comparator.comparingLong(group -> -group.waited()));
        List<String> idle = new ArrayList<>();
        groups.removeIf(group -> group.idle() >= NEARLY_ALL * group.wall() && idle.add(WaitTexts.name(group)));
        List<String> lines = new ArrayList<>();
        for (GroupWaits group : groups.subList(0, Math.min(MOST_GROUPS, groups.size()))) {
            lines.add(WaitTexts.sentence(group));
        }
        int more = groups.size() - lines.size();
        if (more > 0) {
            lines.add("and " + more + (more == 1 ? " more group" : " more groups"));
        }
        if (!idle.isEmpty()) {
            int shown = Math.min(MOST_GROUPS, idle.size());
            lines.add("idle nearly all of the time: " + String.join(", ", idle.subList(0, shown))
                    + (shown < idle.size() ? " and " + (idle.size() - shown) + " more" : ""));
        }
        return lines;
    }

    /** Who was held up by locks, pools, peers or files in the time that matters, where that is worth knowing. */
    static Optional<String> heldUp(Summary summary) {
        return summary.evaluatedFindings().stream()
                .filter(finding ->
                        finding.check() == Check.WAITS && finding.severity().compareTo(Severity.INFORMATION) >= 0)
                .map(Finding::summary)
                .findFirst();
    }

    /**
     * What all threads waited for in the time that matters, such as "62.0 % of the threads' time they waited voluntarily: 41
     * points network; 15 parked"; empty where that is not known.
     */
    static Optional<String> ofTimeThatMatters(Summary summary) {
        WaitSplit split = new WaitSplit();
        long wanted = 0;
        long waited = 0;
        long idle = 0;
        for (GroupWaits group : summary.evaluatedWaits()) {
            split.add(group.split());
            wanted += group.wanted();
            waited += group.waited();
            idle += group.idle();
        }
        if (!split.isKnown()) {
            return Optional.empty();
        }
        String whole = percent(idle + wanted, idle) < WaitTexts.LEAST
                ? " of the threads' time they waited voluntarily: "
                : " of the time in which they were not idle threads waited voluntarily: ";
        return Optional.of(
                Format.percent(OptionalDouble.of(percent(wanted, waited))) + whole + WaitTexts.kinds(split, wanted));
    }

    private static double percent(long whole, long nanos) {
        return 100.0 * nanos / Math.max(1, whole);
    }

    /** Of all threads together, such as "waiting, of that time: network 41.0 %, parked 15.0 %". */
    static List<String> ofAll(Summary summary) {
        WaitSplit split = summary.groups().split();
        List<String> kinds = new ArrayList<>();
        if (split.isKnown()) {
            split.longestFirst()
                    .forEach(kind -> part(
                            kinds,
                            summary,
                            WaitTexts.doing(kind),
                            split.get(kind).orElse(0)));
            part(kinds, summary, WaitStyle.IDLE, split.idle());
            part(kinds, summary, WaitTexts.STOPPED, split.stopped().orElse(0));
        }
        return kinds.isEmpty() ? List.of() : List.of("waiting, of that time: " + String.join(", ", kinds));
    }

    private static void part(List<String> parts, Summary summary, String what, long nanos) {
        double percent = percent(summary.totals().wall(), nanos);
        if (percent >= WaitTexts.LEAST) {
            parts.add(what + " " + Format.percent(OptionalDouble.of(percent)));
        }
    }
}
