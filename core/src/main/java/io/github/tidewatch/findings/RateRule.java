package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.Limitation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Compares how often per second something happened to a thread, and takes into account to how many threads it did. */
abstract class RateRule implements Rule {
    static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_NAMED = 3;

    private final Metric metric;
    private final double information;
    private final double warning;

    RateRule(Metric metric, double information, double warning) {
        this.metric = metric;
        this.information = information;
        this.warning = warning;
    }

    /** Events per second; empty where that is unknown, or says nothing of this thread. */
    abstract OptionalDouble rate(ThreadTotals thread, RuleInput input);

    /** The most that a thread of this rate can score, for what else is known of it. */
    double most(ThreadTotals thread) {
        return 100;
    }

    /** As in "main had 12 major faults per second". */
    abstract String what();

    abstract String whySound();

    abstract String remedy();

    @Override
    public String description() {
        return "Compares the number of " + what() + " of each thread with the limits. " + whySound();
    }

    @Override
    public List<Limit> limits() {
        return Limit.both(Texts.capitalized(what()), Threshold.Unit.PER_SECOND, information, warning);
    }

    @Override
    public RuleResult evaluate(RuleInput input, ToDoubleFunction<String> limits) {
        if (input.threads().isEmpty()) {
            return RuleResult.noRecords();
        }
        if (input.othersThreads().stream()
                .noneMatch(thread -> thread.get(metric).isPresent())) {
            Optional<Limitation> why = input.status().flatMap(status -> status.whyMissing(metric));
            return RuleResult.notApplicable(
                    "The number of " + what() + " is unknown: "
                            + why.map(reason -> reason.cause() + ".")
                                    .orElse("there is no tidewatch.ThreadUsage event with " + metric.field() + "."),
                    why.map(Limitation::remedy).orElse("Leave tidewatch.ThreadUsage enabled in the recording."));
        }
        double low = limits.applyAsDouble(Limit.INFORMATION);
        double high = Math.max(low, limits.applyAsDouble(Limit.WARNING));
        List<AffectedThread> affected = new ArrayList<>();
        double worst = 0;
        for (ThreadTotals thread : input.othersThreads()) {
            double rate = rate(thread, input).orElse(0);
            double score = Math.min(most(thread), Scale.score(rate, low, high, 10 * high));
            worst = Math.max(worst, score);
            if (score >= Scale.INFORMATION) {
                affected.add(new AffectedThread(thread, thread.get(metric).orElse(0), rate));
            }
        }
        affected.sort(Comparator.comparingDouble((AffectedThread thread) -> -thread.share())
                .thenComparingLong(thread -> thread.thread().osThreadId()));
        String explanation = Texts.capitalized(what()) + " are compared with " + Texts.number(low)
                + ", which is worth knowing, and " + Texts.number(high) + ", which is a warning. " + whySound();
        if (affected.isEmpty()) {
            String none = "No thread had a considerable number of " + what() + ".";
            return RuleResult.ok(worst, none, explanation);
        }
        return RuleResult.of(Scale.spread(worst, affected.size()), summary(affected), explanation, remedy(), affected);
    }

    private String summary(List<AffectedThread> affected) {
        AffectedThread worst = affected.get(0);
        String text = Texts.name(worst.thread()) + " had " + Texts.number(worst.share()) + " " + what() + " ("
                + worst.amount() + " in all).";
        if (affected.size() == 1) {
            return text;
        }
        String names = affected.stream()
                .limit(MOST_NAMED)
                .map(thread -> Texts.name(thread.thread()) + " " + Texts.number(thread.share()))
                .collect(Collectors.joining(", "));
        String more = affected.size() > MOST_NAMED ? " and " + (affected.size() - MOST_NAMED) + " more" : "";
        return text + " " + Texts.threads(affected.size()) + " are affected: " + names + more + ".";
    }
}
