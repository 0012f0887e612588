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

    /** A group that was idle for this part of its time has no line of its own. */
    private static final double NEARLY_ALL = 0.95;

    private WaitText() {}

    /** A line for each group of the application that waited, the longest first; those that were idle have one together. */
    static List<String> of(Summary summary) {
        List<Groups.Group> groups = summary.groups().sorted();
        groups.removeIf(group -> group.kind() != ThreadKind.APPLICATION
                || !group.split().isKnown()
                || group.totals().known(Metric.WAIT_TIME)
                        < LEAST / 100 * group.totals().wall());
        groups.sort((one, other) -> Long.compare(waited(other), waited(one)));
        List<String> idle = new ArrayList<>();
        groups.removeIf(group -> isIdle(group) && idle.add(name(group)));
        List<String> lines = new ArrayList<>();
        for (Groups.Group group : groups.subList(0, Math.min(MOST_GROUPS, groups.size()))) {
            lines.add(line(group));
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

    /** Without the time in which its threads were idle. */
    private static long waited(Groups.Group group) {
        return Math.max(
                0, group.totals().known(Metric.WAIT_TIME) - group.split().idle());
    }

    private static boolean isIdle(Groups.Group group) {
        return group.split().idle() >= NEARLY_ALL * group.totals().wall();
    }

    private static String name(Groups.Group group) {
        return Text.fit(Format.name(group.name()), NAME_WIDTH)
                + (group.threads() == 1 ? "" : " (" + group.threads() + " threads)");
    }

    private static String line(Groups.Group group) {
        boolean one = group.threads() == 1;
        long idle = group.split().idle();
        long wall = group.totals().wall() - idle;
        String besides = idle < LEAST / 100 * group.totals().wall()
                ? ""
                : ". Besides, " + (one ? "it was" : "they were") + " idle for " + Durations.text(idle);
        return name(group) + " waited " + Format.percent(OptionalDouble.of(percent(wall, waited(group)))) + " of "
                + (one ? "its" : "their") + " time, " + Durations.text(waited(group)) + ": "
                + kinds(wall, group.split(), group.waits().within(group.totals())) + besides;
    }

    /** Such as "41 points network; 15 parked", of the time that these were alive; empty where that is not known. */
    static Optional<String> kinds(Totals time) {
        WaitSplit split = new WaitSplit();
        split.add(time);
        return split.isKnown() ? Optional.of(kinds(time.wall(), split, WaitTargets.ofThread())) : Optional.empty();
    }

    /** What is in these kinds, though it is shown apart elsewhere: idle time and stops are not known of a part of the time. */
    static String included(Summary summary) {
        WaitSplit split = summary.groups().split();
        List<String> parts = new ArrayList<>();
        for (boolean isIdle : new boolean[] {true, false}) {
            long nanos = isIdle ? split.idle() : split.stopped().orElse(0);
            if (percent(summary.totals().wall(), nanos) >= LEAST) {
                parts.add(isIdle ? WaitStyle.IDLE : WaitStyle.STOPPED);
            }
        }
        return parts.isEmpty() ? "" : " (" + String.join(" or ", parts) + " included)";
    }

    /** Such as "41 points network, of which 38 for 10.0.0.5:5432; 15 parked; 6 unknown". */
    private static String kinds(long wall, WaitSplit split, WaitTargets targets) {
        List<String> clauses = new ArrayList<>();
        for (Metric kind : split.longestFirst()) {
            add(
                    clauses,
                    percent(wall, split.get(kind).orElse(0)),
                    WaitStyle.doing(kind) + targets(kind, wall, split, targets));
        }
        add(clauses, percent(wall, split.stopped().orElse(0)), WaitStyle.STOPPED);
        return clauses.isEmpty() ? "less than a point of each kind" : String.join("; ", clauses);
    }

    private static void add(List<String> clauses, double points, String what) {
        if (points >= LEAST) {
            long rounded = Math.round(points);
            String unit = clauses.isEmpty() ? (rounded == 1 ? " point" : " points") : "";
            clauses.add(rounded + unit + " " + what);
        }
    }

    private static String targets(Metric kind, long wall, WaitSplit split, WaitTargets targets) {
        List<String> some = new ArrayList<>();
        for (Map.Entry<WaitTarget, Long> target :
                targets.longestFirst(one -> split.get(one).orElse(0)).entrySet()) {
            double points = percent(wall, target.getValue());
            if (target.getKey().kind() == kind && points >= LEAST && some.size() < MOST_TARGETS) {
                some.add(Math.round(points) + " " + words(target.getKey()));
            }
        }
        return some.isEmpty() ? "" : ", of which " + String.join(", ", some);
    }

    private static String words(WaitTarget target) {
        if (target.frame() == null) {
            return "for " + (target.object() == null ? "what is not named" : fit(target.object()));
        }
        String object = target.object() == null ? "" : " (" + fit(simple(target.object())) + ")";
        return "in " + fit(method(target.frame())) + object;
    }

    private static String fit(String text) {
        return Text.fit(Format.name(Text.printable(text)), TARGET_WIDTH);
    }

    /** Without the package. */
    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** The class without its package, and the method. */
    private static String method(String frame) {
        int dot = frame.lastIndexOf('.');
        return dot < 0 ? frame : simple(frame.substring(0, dot)) + frame.substring(dot);
    }

    private static double percent(long wall, long nanos) {
        return 100.0 * nanos / Math.max(1, wall);
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
            part(kinds, summary, WaitStyle.IDLE, split.idle());
            part(kinds, summary, WaitStyle.STOPPED, split.stopped().orElse(0));
        }
        return kinds.isEmpty() ? List.of() : List.of("waiting, of that time: " + String.join(", ", kinds));
    }

    private static void part(List<String> parts, Summary summary, String what, long nanos) {
        double percent = percent(summary.totals().wall(), nanos);
        if (percent >= LEAST) {
            parts.add(what + " " + Format.percent(OptionalDouble.of(percent)));
        }
    }
}
