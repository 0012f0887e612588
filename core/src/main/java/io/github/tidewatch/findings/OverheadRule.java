package io.github.tidewatch.findings;

import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What sampling cost, and whether it missed something. */
final class OverheadRule implements Rule {
    private static final double LOSSES_WORTH_KNOWING = 0.01;
    private static final double LOSSES_OF_WARNING = 0.1;
    private static final double INFORMATION = 0.02;
    private static final double WARNING = 0.1;

    @Override
    public String description() {
        return "Compares the CPU time of Tidewatch's own sampling with the limits, as part of one CPU, and the samples of a thread"
                + " that failed or were lost with all samples (1 % is worth knowing, 10 % a warning). 2 % of one CPU is beyond"
                + " what sampling a thousand threads once a second takes; 10 % is a cost that one would notice."
                + " A lost sample falsifies nothing, since the counters go on, but makes that thread's interval longer.";
    }

    @Override
    public List<Limit> limits() {
        return Limit.both("Part of one CPU used", Threshold.Unit.PERCENT, 100 * INFORMATION, 100 * WARNING);
    }

    @Override
    public RuleResult evaluate(RuleInput input, ToDoubleFunction<String> limits) {
        if (input.overhead().isEmpty() || input.span() == 0) {
            return RuleResult.notApplicable(
                    "There is no tidewatch.Overhead event.", "Leave tidewatch.Overhead enabled in the recording.");
        }
        OverheadFacts facts = input.overhead().get();
        double low = limits.applyAsDouble(Limit.INFORMATION) / 100;
        double high = Math.max(low, limits.applyAsDouble(Limit.WARNING) / 100);
        double cost = (double) facts.cpuTime().orElse(0) / input.span();
        long missed = facts.queriesFailed() + facts.repliesLost();
        long samples = facts.threadsSampled() + missed;
        double losses = samples > 0 ? (double) missed / samples : 0;

        double costScore = Scale.score(cost, low, high, 1);
        double lossScore = Scale.score(losses, LOSSES_WORTH_KNOWING, LOSSES_OF_WARNING, 1);
        double score = Math.max(costScore, lossScore);
        String summary = summary(facts, cost, missed, samples);
        if (score < Scale.INFORMATION) {
            return RuleResult.ok(score, summary, description());
        }
        return RuleResult.of(score, summary, description(), remedy(costScore, lossScore), List.of());
    }

    private static String summary(OverheadFacts facts, double cost, long missed, long samples) {
        String used = facts.cpuTime().isPresent()
                ? "took " + Durations.text(facts.cpuTime().getAsLong()) + " of CPU time, " + Texts.percent(cost)
                        + " of one CPU"
                : "took an unknown CPU time";
        String lost = missed == 0 ? "none was lost" : missed + " of " + samples + " were lost";
        return "Sampling " + used + " in " + facts.passes() + " passes with " + facts.threadsSampled()
                + " samples of threads; " + lost + "." + stretched(facts.stretch());
    }

    private static String stretched(long periods) {
        return periods > 1
                ? " Intervals took up to " + periods
                        + " periods each, to stay within the agent's option budget; their sums"
                        + " are exact all the same."
                : "";
    }

    private static String remedy(double costScore, double lossScore) {
        List<String> lines = new ArrayList<>();
        if (costScore >= Scale.INFORMATION) {
            lines.add("Make the period of tidewatch.ThreadDelay and tidewatch.ThreadUsage longer.");
        }
        if (lossScore >= Scale.INFORMATION) {
            lines.add(
                    "Start the JVM with -javaagent:tidewatch.jar=log=debug to see what fails; source=procfs asks in another"
                            + " way.");
        }
        return String.join("\n", lines);
    }
}
