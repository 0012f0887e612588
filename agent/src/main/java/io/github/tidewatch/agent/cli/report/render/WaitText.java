package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.model.Groups;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.waits.WaitSplit;
import io.github.tidewatch.agent.cli.report.waits.WaitTarget;
import io.github.tidewatch.agent.cli.report.waits.WaitTargets;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What groups of threads waited for, a sentence for each; nothing where the recording does not say. */
final class WaitText {
    private static final int MOST_GROUPS = 10;
    private static final int MOST_TARGETS = 3;
    private static final int NAME_WIDTH = 40;
    private static final int TARGET_WIDTH = 80;

    /** A smaller part of the time, in percent, has no clause. */
    private static final double LEAST = 0.5;

    private WaitText() {}

    /** A line for each group of the application that waited, the longest first. */
    static List<String> of(Summary summary) {
        List<Groups.Group> groups = summary.groups().sorted();
        groups.removeIf(group -> group.kind() != ThreadKind.APPLICATION
                || !group.split().isKnown()
                || percent(group.totals(), group.totals().known(Metric.WAIT_TIME)) < LEAST);
        groups.sort((one, other) -> Long.compare(
                other.totals().known(Metric.WAIT_TIME), one.totals().known(Metric.WAIT_TIME)));
        List<String> lines = new ArrayList<>();
        for (Groups.Group group : groups.subList(0, Math.min(MOST_GROUPS, groups.size()))) {
            lines.add(line(group));
        }
        int more = groups.size() - lines.size();
        if (more > 0) {
            lines.add("and " + more + (more == 1 ? " more group" : " more groups"));
        }
        return lines;
    }

    private static String line(Groups.Group group) {
        boolean one = group.threads() == 1;
        String name =
                Text.fit(Format.name(group.name()), NAME_WIDTH) + (one ? "" : " (" + group.threads() + " threads)");
        Totals time = group.totals();
        long wait = time.known(Metric.WAIT_TIME);
        return name + " waited " + Format.percent(OptionalDouble.of(percent(time, wait))) + " of "
                + (one ? "its" : "their") + " time, " + Durations.text(wait) + ": "
                + kinds(time, group.split(), group.waits().within(time));
    }

    /** Such as "41 points network; 15 parked", of the time that these were alive; empty where that is not known. */
    static Optional<String> kinds(Totals time) {
        WaitSplit split = new WaitSplit();
        split.add(time);
        return split.isKnown() ? Optional.of(kinds(time, split, WaitTargets.ofThread())) : Optional.empty();
    }

    /** Such as "41 points network, of which 38 for 10.0.0.5:5432; 15 parked; 6 unknown". */
    private static String kinds(Totals time, WaitSplit split, WaitTargets targets) {
        List<String> clauses = new ArrayList<>();
        for (Metric kind : split.longestFirst()) {
            add(
                    clauses,
                    percent(time, split.get(kind).orElse(0)),
                    WaitStyle.doing(kind) + targets(kind, time, targets));
        }
        add(clauses, percent(time, split.stopped().orElse(0)), WaitStyle.STOPPED);
        return clauses.isEmpty() ? "less than a point of each kind" : String.join("; ", clauses);
    }

    private static void add(List<String> clauses, double points, String what) {
        if (points >= LEAST) {
            long rounded = Math.round(points);
            String unit = clauses.isEmpty() ? (rounded == 1 ? " point" : " points") : "";
            clauses.add(rounded + unit + " " + what);
        }
    }

    private static String targets(Metric kind, Totals time, WaitTargets targets) {
        List<String> some = new ArrayList<>();
        for (Map.Entry<WaitTarget, Long> target : targets.longestFirst().entrySet()) {
            double points = percent(time, target.getValue());
            if (target.getKey().kind() == kind && points >= LEAST && some.size() < MOST_TARGETS) {
                some.add(Math.round(points) + " " + words(target.getKey()));
            }
        }
        return some.isEmpty() ? "" : ", of which " + String.join(", ", some);
    }

    private static String words(WaitTarget target) {
        return "for " + Text.fit(Format.name(Text.printable(target.what())), TARGET_WIDTH);
    }

    private static double percent(Totals time, long nanos) {
        return 100.0 * nanos / Math.max(1, time.wall());
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
                            WaitStyle.doing(kind),
                            split.get(kind).orElse(0)));
            part(kinds, summary, WaitStyle.STOPPED, split.stopped().orElse(0));
        }
        return kinds.isEmpty() ? List.of() : List.of("waiting, of that time: " + String.join(", ", kinds));
    }

    private static void part(List<String> parts, Summary summary, String what, long nanos) {
        double percent = percent(summary.totals(), nanos);
        if (percent >= LEAST) {
            parts.add(what + " " + Format.percent(OptionalDouble.of(percent)));
        }
    }
}
