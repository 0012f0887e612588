package io.github.tidewatch.agent.cli.report.check;

import io.github.tidewatch.agent.cli.report.model.Groups;
import io.github.tidewatch.agent.cli.report.model.Others;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.findings.waits.WaitSplit;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What is known of the groups of threads that an assertion is about. Times in nanoseconds. For one thread at a time. */
final class GroupEvidence {
    private static final Set<Metric> ON_CPU = Set.of(Metric.USER_TIME, Metric.SYSTEM_TIME);

    private final Totals totals = new Totals();
    private final WaitSplit split = new WaitSplit();
    private final Set<String> patterns = new HashSet<>();
    private final DelayCauses causes;
    private final Others others;
    private int threads;

    GroupEvidence(Summary summary, Assertion assertion) {
        for (Groups.Group group : summary.groups().sorted()) {
            if (assertion.isAbout(group.pattern()) || assertion.isAbout(group.name())) {
                totals.add(group.totals());
                split.add(group.split());
                patterns.add(group.pattern());
                threads += group.threads();
            }
        }
        causes = summary.causes().of(patterns::contains);
        others = new Others(summary);
    }

    /** How many threads it is of. */
    int threads() {
        return threads;
    }

    /** The recorded time of these threads. */
    long wall() {
        return totals.wall();
    }

    /** Why the threads had to wait for a CPU. */
    DelayCauses causes() {
        return causes;
    }

    /** The part of the CPU delay that others caused, at least and at most. */
    long[] delayByOthers() {
        return Others.delay(causes, totals.known(Metric.CPU_DELAY));
    }

    /** What is known; empty if nothing is. */
    Optional<Evidence> of(Measure measure) {
        if (measure.cause() != null) {
            return ofCause(measure.cause());
        }
        Metric metric = measure.metric();
        if (Metric.WAITS.contains(metric)) {
            return ofWait(metric);
        }
        OptionalLong value = totals.get(metric);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Evidence known = ofMetric(metric, value.getAsLong());
        if (metric == Metric.CPU_DELAY) {
            long[] taken = delayByOthers();
            return Optional.of(known.alone(taken[1], 0, Others.sentence(causes, taken)));
        }
        if (ON_CPU.contains(metric)) {
            long[] taken = delayByOthers();
            return Optional.of(known.alone(0, taken[1], Others.sentence(causes, taken)));
        }
        if (metric == Metric.BLOCK_IO_DELAY && !others.ofDisks().isEmpty()) {
            return Optional.of(known.alone(value.getAsLong(), 0, others.ofDisks()));
        }
        return Optional.of(
                metric == Metric.WAIT_TIME && others.areMany()
                        ? known.alone(value.getAsLong(), 0, others.many())
                        : known);
    }

    /** In records that are not complete block I/O is unknown, and within the wait time. */
    private Evidence ofMetric(Metric metric, long value) {
        long incomplete = Math.min(totals.incompleteWall(), totals.known(Metric.WAIT_TIME));
        String why = "block-I/O delay is unknown in a part of the records, and within waitTime there";
        if (metric == Metric.WAIT_TIME) {
            boolean never = !totals.isKnown(Metric.BLOCK_IO_DELAY);
            long hidden = never ? value : incomplete;
            return Evidence.of(value, (double) value - hidden, value, why);
        }
        return Metric.BY_DELAY_ACCOUNTING.contains(metric) && incomplete > 0
                ? Evidence.of(value, value, (double) value + incomplete, why)
                : Evidence.of(value, value, value, "");
    }

    private Optional<Evidence> ofWait(Metric kind) {
        if (!split.isKnown()) {
            return Optional.empty();
        }
        long unknown =
                kind == Metric.UNKNOWN_WAIT ? 0 : split.get(Metric.UNKNOWN_WAIT).orElse(0);
        long value = split.get(kind).orElse(0);
        Evidence known = Evidence.of(
                value,
                value,
                (double) value + unknown,
                "of " + Durations.text(unknown) + " of the wait time it is unknown what for (unknownWait)");
        return Optional.of(others.areMany() ? known.alone(value, 0, others.many()) : known);
    }

    private Optional<Evidence> ofCause(CpuDelayCause cause) {
        if (!totals.isKnown(Metric.CPU_DELAY)) {
            return Optional.empty();
        }
        long delay = totals.known(Metric.CPU_DELAY);
        long open = Others.withoutCause(causes, delay) + (causes.get(cause).isPresent() ? 0 : Others.unknown(causes));
        long value = causes.get(cause).orElse(0);
        return causes.get(cause).isEmpty() && value + open > 0
                ? Optional.empty()
                : Optional.of(Evidence.of(
                        value,
                        value,
                        (double) value + open,
                        "of " + Durations.text(open) + " of the CPU delay this cause is not recorded"));
    }
}
