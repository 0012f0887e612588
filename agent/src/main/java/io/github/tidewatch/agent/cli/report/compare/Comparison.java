package io.github.tidewatch.agent.cli.report.compare;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
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
    private final List<Change> changes = new ArrayList<>();

    public Comparison(ComparedRecording baseline, ComparedRecording now) {
        this.baseline = baseline;
        this.now = now;
        reasons = Conditions.differing(baseline, now);
        Set<String> both = baseline.groups().names();
        both.retainAll(now.groups().names());
        both.forEach(this::addGroup);
        if (baseline.spans()
                .threshold()
                .get()
                .equals(now.spans().threshold().get())) { // else they are not the same spans
            now.spans().byName().forEach((name, spans) -> {
                SpanBatches before = baseline.spans().byName().get(name);
                if (before != null) {
                    addSpan(name, before, spans);
                }
            });
        }
    }

    private void addGroup(String group) {
        List<Metric> metrics = new ArrayList<>(Metric.PARTS);
        metrics.addAll(Metric.WAITS);
        for (Metric metric : metrics) {
            Optional<Spread> before = baseline.groups().of(group, metric);
            Optional<Spread> after = now.groups().of(group, metric);
            if (before.isPresent() && after.isPresent()) {
                Change change = new Change(group, false, metric.field(), metric.isLoss(), before.get(), after.get());
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

    private Change withoutOthers(String group, Change change) {
        Optional<Spread> before = baseline.groups().delayWithoutOthers(group);
        Optional<Spread> after = now.groups().delayWithoutOthers(group);
        return before.isPresent() && after.isPresent() ? change.alone(before.get(), after.get()) : change;
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
        Change change = new Change(name, true, field, value == 0, one, other);
        Spread oneAlone = before.spread(weights(value, others(baseline.summary())));
        Spread otherAlone = after.spread(weights(value, others(now.summary())));
        boolean known = value == 0 && !Double.isNaN(oneAlone.mean()) && !Double.isNaN(otherAlone.mean());
        changes.add(known ? change.alone(oneAlone, otherAlone) : change);
    }

    private static double[] weights(int value, double shareOfCpuDelay) {
        double[] weights = new double[1 + SpanSeries.PARTS.size()];
        weights[1 + Metric.CPU_DELAY.ordinal()] = -shareOfCpuDelay;
        weights[value] += 1;
        return weights;
    }

    /** The part of the CPU delay that others on the host caused, as far as that is known. */
    private static double others(Summary summary) {
        DelayCauses causes = summary.causes().of(any -> true);
        long taken = causes.get(CpuDelayCause.NEIGHBOR).orElse(0)
                + causes.get(CpuDelayCause.STEAL).orElse(0);
        return causes.cpuDelay() == 0 ? 0 : (double) taken / causes.cpuDelay();
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
        return names;
    }

    /** Groups of threads that only the baseline has. */
    public Set<String> onlyInBaseline() {
        Set<String> names = new TreeSet<>(baseline.groups().names());
        names.removeAll(now.groups().names());
        return names;
    }
}
