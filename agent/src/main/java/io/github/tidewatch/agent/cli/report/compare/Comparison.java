package io.github.tidewatch.agent.cli.report.compare;

import io.github.tidewatch.agent.cli.report.model.Others;
import io.github.tidewatch.agent.cli.report.model.Spread;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What changed from one recording to another. For one thread at a time. */
public final class Comparison {
    private static final int NOT_COMPARABLE = 3;

    private final ComparedRecording baseline;
    private final ComparedRecording now;
    private final List<String> reasons;
    private final Others others;
    private final List<Change> changes = new ArrayList<>();

    public Comparison(ComparedRecording baseline, ComparedRecording now) {
        this.baseline = baseline;
        this.now = now;
        reasons = Conditions.differing(baseline, now);
        Set<String> both = baseline.groups().names();
        both.retainAll(now.groups().names());
        others = new Others(now.summary());
        both.forEach(this::addGroup);
        if (!areSpansLeftOut()) {
            now.spans().byName().forEach((name, spans) -> {
                SpanBatches before = baseline.spans().byName().get(name);
                if (before != null && !name.equals(ThreadGroups.OTHERS)) {
                    addSpan(name, before, spans);
                }
            });
        }
    }

    /** Whether spans of both are not compared, because of those below a threshold only the number could be less or more. */
    public boolean areSpansLeftOut() {
        boolean haveSpans =
                !baseline.spans().byName().isEmpty() && !now.spans().byName().isEmpty();
        return haveSpans && !(baseline.spans().areAll() && now.spans().areAll());
    }

    private void addGroup(String group) {
        List<Metric> metrics = new ArrayList<>(Metric.PARTS);
        metrics.addAll(Metric.WAITS);
        for (Metric metric : metrics) {
            Optional<Spread> before = baseline.groups().of(group, metric);
            Optional<Spread> after = now.groups().of(group, metric);
            if (before.isPresent() && after.isPresent()) {
                Change change = new Change(group, false, metric.field(), isLoss(metric), before.get(), after.get());
                changes.add(metric == Metric.CPU_DELAY ? withoutOthers(group, change) : change);
            }
        }
        if (baseline.groups().hasCauses(group) || now.groups().hasCauses(group)) {
            for (CpuDelayCause cause : CpuDelayCause.values()) {
                Optional<Spread> before = baseline.groups().of(group, cause);
                Optional<Spread> after = now.groups().of(group, cause);
                if (before.isPresent() && after.isPresent()) {
                    changes.add(new Change(group, false, cause.field(), false, before.get(), after.get()));
                }
            }
        }
    }

    /** Whether more of it is certainly not of disks that others kept busy. */
    private boolean isLoss(Metric metric) {
        return metric.isLoss()
                && (metric != Metric.BLOCK_IO_DELAY || others.ofDisks().isEmpty());
    }

    private Change withoutOthers(String group, Change change) {
        return change.alone(
                baseline.groups().delayWithoutOthers(group),
                now.groups().delayWithoutOthers(group),
                now.groups().delayOfItsOwn(group));
    }

    private void addSpan(String name, SpanBatches before, SpanBatches after) {
        addSpan(name, "duration", 0, before, after);
        for (Metric part : SpanSeries.PARTS) {
            addSpan(name, part.field(), 1 + part.ordinal(), before, after);
        }
    }

    private void addSpan(String name, String field, int value, SpanBatches before, SpanBatches after) {
        Spread one = before.spread(weights(value, 0));
        Spread other = after.spread(weights(value, 0));
        if (!one.isEnough() || !other.isEnough() || Double.isNaN(one.mean()) || Double.isNaN(other.mean())) {
            return;
        }
        Change change = new Change(name, true, field, value == 0 && !mayWaitForOthers(), one, other);
        changes.add(value == 0 ? withoutOthers(change, before, after) : change);
    }

    /** Whether who waits for other threads or for disks may wait longer because others had the CPUs, or the disks. */
    private boolean mayWaitForOthers() {
        return others.areMany() || !others.ofDisks().isEmpty();
    }

    private Change withoutOthers(Change duration, SpanBatches before, SpanBatches after) {
        double[] shares = shareOfOthers(now.summary());
        Spread all = before.spread(weights(0, 0));
        Spread one = before.spread(weights(0, shareOfOthers(baseline.summary())[0]));
        Spread other = after.spread(weights(0, shares[0]));
        Spread atLeast = after.spread(weights(0, shares[1]));
        if (Double.isNaN(other.mean()) || Double.isNaN(atLeast.mean())) {
            return duration.noLoss();
        }
        return duration.alone(Double.isNaN(one.mean()) ? all : one, other, atLeast);
    }

    private static double[] weights(int value, double shareOfCpuDelay) {
        double[] weights = new double[1 + SpanSeries.PARTS.size()];
        weights[1 + Metric.CPU_DELAY.ordinal()] = -shareOfCpuDelay;
        weights[value] += 1;
        return weights;
    }

    /** The part of the CPU delay that others on the host caused, at least and at most. */
    private static double[] shareOfOthers(Summary summary) {
        return Others.share(summary.causes().of(any -> true), summary.totals().known(Metric.CPU_DELAY));
    }

    /** What the baseline says else. */
    Summary baseline() {
        return baseline.summary();
    }

    /** What the later recording says else. */
    Summary now() {
        return now.summary();
    }

    /** Whether both are so long that their intervals say what chance does. */
    public boolean isChanceKnown() {
        return baseline.isLongEnough() && now.isLongEnough();
    }

    /** Why the two cannot be compared; empty if they can. */
    public List<String> reasons() {
        return reasons;
    }

    /** How many numbers are known in both. */
    public int count() {
        return changes.size();
    }

    /** All numbers that are known in both, those that are worse first, then by how much they changed. */
    public List<Change> changes() {
        List<Change> sorted = new ArrayList<>(changes);
        sorted.sort(Comparator.comparing((Change change) -> verdict(change) != Change.Verdict.WORSE)
                .thenComparing(Change::isSpan)
                .thenComparing(change -> -Math.abs(change.now() - change.baseline())));
        return sorted;
    }

    /** What is said of one of them. */
    public Change.Verdict verdict(Change change) {
        return change.verdict(changes.size());
    }

    /** Whether time that is lost became more. */
    public boolean isWorse() {
        return reasons.isEmpty() && changes.stream().anyMatch(change -> verdict(change) == Change.Verdict.WORSE);
    }

    /** Of a command of which this is the whole answer: 0, 1 if it is worse, 3 if that cannot be said. */
    public int exitCode() {
        return !reasons.isEmpty() ? NOT_COMPARABLE : isWorse() ? 1 : 0;
    }

    /** Groups of threads that only the later recording has. */
    public Set<String> onlyNow() {
        Set<String> names = new TreeSet<>(now.groups().names());
        names.removeAll(baseline.groups().names());
        return baseline.groups().areApart() ? names : Set.of();
    }

    /** Groups of threads that only the baseline has. */
    public Set<String> onlyInBaseline() {
        Set<String> names = new TreeSet<>(baseline.groups().names());
        names.removeAll(now.groups().names());
        return now.groups().areApart() ? names : Set.of();
    }
}
