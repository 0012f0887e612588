package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.model.Groups;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadSummary;
import io.github.tidewatch.findings.AffectedThread;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.Severity;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Who lost time to what in the time that matters, a clause for each group of threads and cause; most time lost first. */
final class Losses {
    private static final int NAME_WIDTH = 60;

    /** A group of which so many threads waited at any moment is named, however small a part of each thread's time it is. */
    private static final double CONSIDERABLE = 0.5;

    /** Of a smaller part of a pool's time one sees better how many of its threads waited at any moment. */
    private static final double SMALL_SHARE = 0.2;

    private static final Map<Check, Metric> PARTS = new EnumMap<>(Check.class);
    private static final Map<Check, String> OTHERS = new EnumMap<>(Check.class);

    static {
        PARTS.put(Check.APPLICATION_CPU_DELAY, Metric.CPU_DELAY);
        PARTS.put(Check.JVM_CPU_DELAY, Metric.CPU_DELAY);
        PARTS.put(Check.BLOCK_IO_DELAY, Metric.BLOCK_IO_DELAY);
        OTHERS.put(Check.THRASHING, "waiting for memory that had been swapped out or evicted");
        OTHERS.put(Check.RECLAIM, "freeing or compacting memory");
    }

    /** All threads of one group. */
    private static final class Group {
        final Totals totals = new Totals();
        private String first;
        private int threads;
        private boolean folded;
        private ThreadKind kind;

        /** As people know it: of one thread its own name, of more the pattern. */
        String name(String pattern) {
            return threads == 1 ? first : pattern;
        }
    }

    private final Summary summary;
    private final Map<String, Group> groups = new HashMap<>();
    private final Set<String> named = new HashSet<>();
    private final List<Loss> losses = new ArrayList<>();

    private Losses(Summary summary) {
        this.summary = summary;
        for (ThreadSummary thread : summary.threads()) {
            add(
                    groupOf(thread.name(), thread.kind()),
                    thread.name(),
                    thread.kind(),
                    summary.evaluatedTotals(thread),
                    1);
        }
        for (Groups.Group folded : summary.folded().sorted()) {
            Group group = add(
                    folded.pattern(), folded.name(), folded.kind(), summary.evaluatedTotals(folded), folded.threads());
            if (group != null) {
                group.folded = true;
            }
        }
    }

    private Group add(String pattern, String name, ThreadKind kind, Totals totals, int threads) {
        if (kind == ThreadKind.TIDEWATCH || totals.wall() == 0) {
            return null;
        }
        Group group = groups.computeIfAbsent(pattern, any -> new Group());
        group.first = name;
        group.kind = kind;
        group.totals.add(totals);
        group.threads += threads;
        return group;
    }

    private static String groupOf(String name, ThreadKind kind) {
        return ThreadGroups.of(name, kind);
    }

    static List<Loss> of(Summary summary) {
        Losses all = new Losses(summary);
        all.addFindings(summary.evaluatedFindings());
        all.addPools();
        all.addUnnamed();
        StopFacts.loss(summary).ifPresent(all::addStops);
        all.losses.sort(Comparator.comparingLong((Loss loss) -> -loss.nanos));
        return all.losses;
    }

    /** What a collector's threads lose to the CPUs makes the pauses longer, it does not make them: so it comes after these. */
    private void addStops(Loss stops) {
        losses.replaceAll(loss -> loss.isOfCollector ? loss.atMost(stops) : loss);
        losses.add(0, stops);
    }

    /** The same of all of the time, where a part is evaluated: what cannot be said of a part. */
    static List<String> ofWhole(Summary summary) {
        if (summary.evaluated().isEmpty()) {
            return List.of();
        }
        Losses whole = new Losses(summary);
        whole.addFindings(summary.findings().stream()
                .filter(finding -> OTHERS.containsKey(finding.check()))
                .collect(Collectors.toList()));
        return whole.losses.stream().map(loss -> loss.clause).collect(Collectors.toList());
    }

    /** The groups that used most CPU time in the time that matters, and how much, most first. */
    static List<String> users(Summary summary, int most) {
        return new Losses(summary)
                .groups.entrySet().stream()
                        .filter(group -> group.getValue().totals.onCpu() > 0)
                        .sorted(Comparator.comparingLong((Map.Entry<String, Group> group) ->
                                -group.getValue().totals.onCpu()))
                        .limit(most)
                        .map(group -> Text.fit(Format.name(group.getValue().name(group.getKey())), NAME_WIDTH) + " "
                                + Durations.text(group.getValue().totals.onCpu()))
                        .collect(Collectors.toList());
    }

    private void addFindings(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.severity().compareTo(Severity.INFORMATION) < 0
                    || !(PARTS.containsKey(finding.check()) || OTHERS.containsKey(finding.check()))) {
                continue;
            }
            if (finding.threads().isEmpty()) {
                boolean ofJvm = finding.check() == Check.JVM_CPU_DELAY;
                losses.add(new Loss(withoutStop(finding.summary()), () -> "", finding.lost(), ofJvm));
                continue;
            }
            Map<String, List<AffectedThread>> affected = new LinkedHashMap<>();
            for (AffectedThread thread : finding.threads()) {
                affected.computeIfAbsent(
                                groupOf(thread.thread().name(), thread.thread().kind()), any -> new ArrayList<>())
                        .add(thread);
            }
            affected.forEach((group, threads) -> add(finding.check(), group, threads));
        }
    }

    private void add(Check check, String group, List<AffectedThread> threads) {
        Metric part = PARTS.get(check);
        int count =
                threads.stream().mapToInt(thread -> thread.thread().threads()).sum();
        long lost = threads.stream().mapToLong(AffectedThread::amount).sum();
        long wall = threads.stream().mapToLong(thread -> thread.thread().wall()).sum();
        if (part != null && count > threads.size()) { // a group that is not kept apart: with those of it that are
            count = groups.get(group).threads;
            lost = groups.get(group).totals.known(part);
            wall = groups.get(group).totals.wall();
        }
        boolean atLeast = part == Metric.BLOCK_IO_DELAY
                && threads.stream().anyMatch(thread -> thread.thread().incompleteWall() > 0);
        String who = who(group, count, threads.get(0).thread().name());
        String clause =
                clause(who, count == 1, lost, wall, atLeast, part == null ? OTHERS.get(check) : PartStyle.doing(part));
        if (part != null) {
            named.add(part.field() + group);
            if (lost <= SMALL_SHARE * wall && isPool(groups.get(group), part)) {
                losses.add(pool(group, groups.get(group), part));
                return;
            }
        }
        boolean ofCollector = threads.get(0).thread().kind() == ThreadKind.GARBAGE_COLLECTOR;
        losses.add(new Loss(clause, part == Metric.CPU_DELAY ? why(group, lost, wall) : () -> "", lost, ofCollector));
    }

    /** Such as "http-nio-* (4 of 16 threads)". */
    private String who(String group, int threads, String name) {
        Group all = groups.get(group);
        int whole = all == null ? threads : Math.max(threads, all.threads);
        if (whole == 1) {
            return Text.fit(Format.name(name), NAME_WIDTH);
        }
        // Of threads that are not kept apart, it is not known how many of them were there in a part of the time.
        String upTo = all != null && all.folded && summary.evaluated().isPresent() ? "up to " : "";
        String count = upTo + whole + " threads";
        if (threads == 1) {
            return Text.fit(Format.name(name), NAME_WIDTH) + " (1 of " + count + ")";
        }
        return Text.fit(Format.name(group), NAME_WIDTH) + " (" + (threads == whole ? "" : threads + " of ") + count
                + ")";
    }

    private static String clause(String who, boolean one, long lost, long wall, boolean atLeast, String doing) {
        return who + " lost " + (atLeast ? "at least " : "")
                + Format.percent(OptionalDouble.of(100.0 * lost / Math.max(1, wall))) + " of " + (one ? "its" : "their")
                + " time, " + Durations.text(lost) + ", " + doing;
    }

    private Supplier<String> why(String group, long lost, long wall) {
        return () -> {
            String points = summary.evaluatedCauses()
                    .of(group::equals)
                    .inPoints(100.0 * lost / Math.max(1, wall), lost, summary.evaluatedQuota());
            return points.isEmpty() ? "" : ": " + points;
        };
    }

    /** Pools of which no thread lost much of its time, but of which at any moment some thread waited. */
    private void addPools() {
        groups.forEach((pattern, group) -> {
            for (Metric part : List.of(Metric.CPU_DELAY, Metric.BLOCK_IO_DELAY)) {
                if (isPool(group, part) && named.add(part.field() + pattern)) {
                    losses.add(pool(pattern, group, part));
                }
            }
        });
    }

    /** Whether the threads of a group lost a small part of their time, but at any moment some of them waited. */
    private boolean isPool(Group group, Metric part) {
        long lost = group == null ? 0 : group.totals.known(part);
        return group != null
                && group.threads > 1
                && lost <= SMALL_SHARE * group.totals.wall()
                && lost >= CONSIDERABLE * Math.max(1, summary.evaluatedLength());
    }

    /** Such as "http-nio-*: of 8 threads, on average 0.8 were waiting for block I/O, 7.9 s in all". */
    private Loss pool(String pattern, Group group, Metric part) {
        long lost = group.totals.known(part);
        String clause = String.format(
                Locale.ROOT,
                "%s: of %s%d threads, on average %s%.1f were %s, %s in all",
                Text.fit(Format.name(pattern), NAME_WIDTH),
                group.folded && summary.evaluated().isPresent() ? "up to " : "",
                group.threads,
                group.totals.isAtLeast(part) ? "at least " : "",
                (double) lost / Math.max(1, summary.evaluatedLength()),
                PartStyle.doing(part),
                Durations.text(lost));
        boolean ofCollector = group.kind == ThreadKind.GARBAGE_COLLECTOR;
        Supplier<String> why = part == Metric.CPU_DELAY ? why(pattern, lost, group.totals.wall()) : () -> "";
        return new Loss(clause, why, lost, ofCollector);
    }

    /** The thread that lost more than any that is named, though a smaller part of its time. */
    private void addUnnamed() {
        long most = losses.stream().mapToLong(loss -> loss.nanos).max().orElse(0);
        if (losses.isEmpty()) {
            return;
        }
        Optional<ThreadSummary> worst = summary.threads().stream()
                .filter(thread -> thread.kind() != ThreadKind.TIDEWATCH)
                .max(Comparator.comparingLong(
                        thread -> summary.evaluatedTotals(thread).lost()));
        worst.ifPresent(thread -> {
            Totals time = summary.evaluatedTotals(thread);
            String group = groupOf(thread.name(), thread.kind());
            boolean isNamed = named.contains(Metric.CPU_DELAY.field() + group)
                    || named.contains(Metric.BLOCK_IO_DELAY.field() + group);
            if (time.lost() > most && !isNamed) {
                losses.add(new Loss(
                        clause(
                                Text.fit(Format.name(thread.name()), NAME_WIDTH),
                                true,
                                time.lost(),
                                time.wall(),
                                time.isAtLeast(Metric.BLOCK_IO_DELAY),
                                PartStyle.doing(time)),
                        () -> "",
                        time.lost(),
                        thread.kind() == ThreadKind.GARBAGE_COLLECTOR));
            }
        });
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
