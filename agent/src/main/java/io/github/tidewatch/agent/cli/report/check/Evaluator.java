package io.github.tidewatch.agent.cli.report.check;

import io.github.tidewatch.agent.cli.report.model.Groups;
import io.github.tidewatch.agent.cli.report.model.Others;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.text.PrintableText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/** Evaluates assertions on what recordings say. For one thread at a time. */
final class Evaluator {
    private static final int MOST_NAMED = 10;
    private static final int LONGEST_NAME = 60;
    private static final double NANOS = 1e9;

    private final Summary summary;
    private final Map<String, Long> delays = new HashMap<>();
    private final boolean areFolded;

    Evaluator(Summary summary) {
        this.summary = summary;
        summary.groups()
                .sorted()
                .forEach(group -> delays.put(group.pattern(), group.totals().known(Metric.CPU_DELAY)));
        areFolded = delays.containsKey(ThreadGroups.OTHERS);
    }

    Outcome evaluate(Assertion assertion, SpanDurations spans) {
        if (summary.status().lostBytes() > 0) {
            return inconclusive(
                    assertion,
                    "JFR lost " + summary.status().lostBytes()
                            + " bytes of events (jdk.DataLoss), perhaps records among" + " them");
        }
        return assertion.measure().isOfSpans() ? ofSpans(assertion, spans) : ofGroups(assertion);
    }

    private Outcome ofGroups(Assertion assertion) {
        GroupEvidence groups = new GroupEvidence(summary, assertion);
        if (groups.threads() == 0) {
            return inconclusive(
                    assertion, "no group of threads has a name like " + assertion.pattern() + "; there is " + groups());
        }
        if (areFolded && !assertion.isAbout(ThreadGroups.OTHERS)) {
            return inconclusive(
                    assertion,
                    "there are too many groups of threads to keep all apart, and threads of such a name may be in "
                            + ThreadGroups.OTHERS
                            + ": --thread takes some of them, --from and --to a part of the time");
        }
        Bound bound = assertion.bound();
        Optional<Evidence> known = groups.of(assertion.measure());
        if (known.isEmpty()) {
            String missing = String.join("; ", summary.status().missing());
            return inconclusive(
                    assertion,
                    assertion.measure().name() + " of these threads is unknown"
                            + (missing.isEmpty() ? "" : "; the recording says: " + missing));
        }
        Evidence evidence = known.get().in(unit(bound, groups));
        Outcome.Result result = evidence.against(bound);
        StringBuilder text = new StringBuilder(bound.text(evidence.value()));
        if (bound.per() == Bound.Per.PERCENT) {
            text.append(" (")
                    .append(Durations.text(known.get().value()))
                    .append(" of ")
                    .append(Durations.text(groups.wall()))
                    .append(')');
        }
        text.append(" of ").append(groups.threads()).append(groups.threads() == 1 ? " thread" : " threads");
        if (result == Outcome.Result.INCONCLUSIVE) {
            text.append(", but ").append(evidence.doubt(bound));
        } else if (result == Outcome.Result.FAILS && assertion.measure().metric() == Metric.CPU_DELAY) {
            text.append(because(groups));
        }
        return new Outcome(assertion.text(), result, text.toString());
    }

    private String because(GroupEvidence groups) {
        DelayCauses causes = groups.causes();
        String sentence = causes.inPercent(causes.cpuDelay(), summary.host().cpuQuota());
        return sentence.isEmpty() ? "" : "; " + sentence;
    }

    private DoubleUnaryOperator unit(Bound bound, GroupEvidence groups) {
        switch (bound.per()) {
            case PERCENT:
                return nanos -> 100 * nanos / Math.max(1, groups.wall());
            case SECOND:
                return sum -> sum / Math.max(1 / NANOS, summary.length() / NANOS);
            default:
                return sum -> sum;
        }
    }

    private String groups() {
        List<Groups.Group> all = summary.groups().sorted();
        String names = all.stream()
                .limit(MOST_NAMED)
                .map(group -> PrintableText.shortened(group.pattern(), LONGEST_NAME))
                .collect(Collectors.joining(", "));
        return names
                + (all.size() > MOST_NAMED ? " and " + (all.size() - MOST_NAMED) + " more" : "")
                + (areFolded ? "; groups beyond these are one" : "");
    }

    private Outcome ofSpans(Assertion assertion, SpanDurations spans) {
        if (spans.size() == 0) {
            return inconclusive(
                    assertion,
                    "no span with a name like " + assertion.pattern() + " is recorded"
                            + (spans.threshold().orElse(0) > 0
                                    ? "; shorter ones than "
                                            + Durations.text(spans.threshold().getAsLong()) + " are not"
                                    : ""));
        }
        if (spans.leftOut() > 0) {
            return inconclusive(
                    assertion, spans.leftOut() + " spans are too many to be kept: more memory helps (-Xmx)");
        }
        Bound bound = assertion.bound();
        double part = assertion.measure().quantile();
        long value = spans.quantile(part);
        long alone = spans.quantile(part, this::shareOfOthers);
        boolean areAll = part == 1 || spans.threshold().orElse(1) == 0;
        Others others = new Others(summary);
        String why = others.areMany()
                ? others.many()
                : "others may have had the CPUs for " + Durations.text(value - alone) + " of it (DelayCause)";
        Evidence evidence = Evidence.of(value, areAll ? value : 0, value, shorter(spans))
                .alone(others.areMany() ? value : value - alone, 0, why);
        Outcome.Result result = evidence.against(bound);
        String text = bound.text(value) + " of " + spans.size() + (spans.size() == 1 ? " span" : " spans");
        return new Outcome(
                assertion.text(),
                result,
                result == Outcome.Result.INCONCLUSIVE ? text + ", but " + evidence.doubt(bound) : text);
    }

    private static String shorter(SpanDurations spans) {
        return "shorter spans "
                + (spans.threshold().isPresent()
                        ? "than " + Durations.text(spans.threshold().getAsLong()) + " are"
                        : "may be")
                + " missing, so that it may be less: record with +tidewatch.Span#threshold=0ms";
    }

    /** The part of a group's CPU delay that others may have caused. */
    private double shareOfOthers(String group) {
        DelayCauses causes = summary.causes().of(group::equals);
        return Others.share(causes, delays.getOrDefault(group, 0L))[1];
    }

    private static Outcome inconclusive(Assertion assertion, String why) {
        return new Outcome(assertion.text(), Outcome.Result.INCONCLUSIVE, why);
    }
}
