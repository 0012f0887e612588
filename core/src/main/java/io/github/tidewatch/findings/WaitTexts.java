package io.github.tidewatch.findings;

import io.github.tidewatch.findings.waits.WaitSplit;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.text.PrintableText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What threads waited for, in words, in percentage points of the time in which they wanted something. */
public final class WaitTexts {
    /** What the time is called in which the JVM stopped threads. */
    public static final String STOPPED = "stopped by the JVM";

    /** A smaller part of the time, in percent, has no clause. */
    public static final double LEAST = 0.5;

    private static final int MOST_TARGETS = 3;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_TARGET = 80;

    private static final Map<Metric, String> DOING = new EnumMap<>(Map.of(
            Metric.MONITOR_WAIT, "entering monitors",
            Metric.OBJECT_WAIT, "in Object.wait",
            Metric.PARK_WAIT, "parked",
            Metric.SLEEP_WAIT, "asleep",
            Metric.NETWORK_WAIT, "network",
            Metric.FILE_WAIT, "file calls",
            Metric.PIPE_WAIT, "pipes or child processes",
            Metric.JVM_WAIT, "the JVM itself",
            Metric.OTHER_WAIT, "other system calls",
            Metric.UNKNOWN_WAIT, "unknown"));

    private WaitTexts() {}

    /** What a thread does in a kind of wait, after an amount. */
    public static String doing(Metric kind) {
        return DOING.get(kind);
    }

    /** Such as "exec-* (8 threads) waited 62.0 % of their time, 1.24 s: 41 points network, of which 38 for 10.0.0.5:5432". */
    public static String sentence(GroupWaits group) {
        boolean one = group.threads() == 1;
        return name(group) + " waited " + percent(group.wanted(), group.waited()) + " of " + (one ? "its" : "their")
                + " time, " + Durations.text(group.waited()) + ": " + kinds(group) + besides(group);
    }

    /** With the number of threads, if it is more than one. */
    public static String name(GroupWaits group) {
        return shortened(group.name(), LONGEST_NAME)
                + (group.threads() == 1 ? "" : " (" + group.threads() + " threads)");
    }

    private static String besides(GroupWaits group) {
        boolean little = group.idle() < LEAST / 100 * group.wall();
        return little
                ? ""
                : ". Besides, " + (group.threads() == 1 ? "it was" : "they were") + " idle for "
                        + Durations.text(group.idle());
    }

    private static String percent(long whole, long nanos) {
        return String.format(Locale.ROOT, "%.1f %%", points(whole, nanos));
    }

    private static double points(long whole, long nanos) {
        return 100.0 * nanos / Math.max(1, whole);
    }

    /** Such as "41 points network, of which 38 for 10.0.0.5:5432; 15 parked; 6 unknown". */
    static String kinds(GroupWaits group) {
        List<String> clauses = new ArrayList<>();
        Map<WaitTarget, Long> targets = group.longestFirst();
        for (Metric kind : group.split().longestFirst()) {
            long nanos = group.split().get(kind).orElse(0);
            add(clauses, points(group.wanted(), nanos), doing(kind) + targets(kind, group.wanted(), targets));
        }
        return ended(clauses, group.split(), group.wanted());
    }

    /** Such as "41 points network; 15 parked", of a time. */
    public static String kinds(WaitSplit split, long whole) {
        List<String> clauses = new ArrayList<>();
        for (Metric kind : split.longestFirst()) {
            add(clauses, points(whole, split.get(kind).orElse(0)), doing(kind));
        }
        return ended(clauses, split, whole);
    }

    private static String ended(List<String> clauses, WaitSplit split, long whole) {
        add(clauses, points(whole, split.stopped().orElse(0)), STOPPED);
        return clauses.isEmpty() ? "less than a point of each kind" : String.join("; ", clauses);
    }

    private static void add(List<String> clauses, double points, String what) {
        if (points >= LEAST) {
            long rounded = Math.round(points);
            String unit = clauses.isEmpty() ? (rounded == 1 ? " point" : " points") : "";
            clauses.add(rounded + unit + " " + what);
        }
    }

    private static String targets(Metric kind, long whole, Map<WaitTarget, Long> targets) {
        List<String> some = new ArrayList<>();
        targets.forEach((target, nanos) -> {
            double points = points(whole, nanos);
            if (target.kind() == kind && points >= LEAST && some.size() < MOST_TARGETS) {
                some.add(Math.round(points) + " " + words(target));
            }
        });
        return some.isEmpty() ? "" : ", of which " + String.join(", ", some);
    }

    /** Such as "for 10.0.0.5:5432" or "in HikariPool.getConnection (SynchronousQueue)". */
    static String words(WaitTarget target) {
        if (target.frame() == null) {
            return "for " + (target.object() == null ? "what is not named" : fit(target.object()));
        }
        String object = target.object() == null ? "" : " (" + fit(simple(target.object())) + ")";
        return "in " + fit(method(target.frame())) + object;
    }

    /** The application's method of a target that has one, such as "in HikariPool.getConnection". */
    static String place(WaitTarget target) {
        return "in " + fit(method(target.frame()));
    }

    private static String fit(String text) {
        return shortened(PrintableText.of(text), LONGEST_TARGET);
    }

    private static String shortened(String text, int most) {
        return PrintableText.shortened(PrintableText.visible(text), most);
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
}
