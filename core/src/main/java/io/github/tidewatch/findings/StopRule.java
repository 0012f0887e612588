package io.github.tidewatch.findings;

import io.github.tidewatch.text.Durations;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Compares the part of the time in which the JVM stopped all Java threads. */
final class StopRule implements Rule {
    private static final double INFORMATION = 5;
    private static final double WARNING = 25;

    private static final String WHY_SOUND =
            "While the JVM stops all Java threads none of them gets on, whatever CPUs there are: of 5 % of the time each answer"
                    + " takes as much longer, at 25 % the application does a quarter less.";

    @Override
    public String description() {
        return "Compares the time in which garbage collections and other operations of the JVM stopped all Java threads with the"
                + " whole time. " + WHY_SOUND;
    }

    @Override
    public List<Limit> limits() {
        return Limit.both(
                "The part of the time in which all Java threads were stopped",
                Threshold.Unit.PERCENT,
                INFORMATION,
                WARNING);
    }

    @Override
    public RuleResult evaluate(RuleInput input, ToDoubleFunction<String> limits) {
        if (input.threads().isEmpty()) {
            return RuleResult.noRecords();
        }
        Optional<StopTotals> recorded = input.stops();
        if (recorded.isEmpty()) {
            return RuleResult.notApplicable(
                    "How long the JVM stopped all Java threads is not recorded.",
                    "Enable jdk.GCPhasePause and jdk.ExecuteVMOperation in the recording.");
        }
        StopTotals stops = recorded.get();
        double share = input.span() > 0 ? Math.min(1, (double) stops.nanos() / input.span()) : 0;
        double low = limits.applyAsDouble(Limit.INFORMATION) / 100;
        double high = Math.max(low, limits.applyAsDouble(Limit.WARNING) / 100);
        double score = Scale.score(share, low, high, 1);
        String summary = "The JVM stopped all Java threads for " + (stops.isAtLeast() ? "at least " : "")
                + Durations.text(stops.nanos()) + ", " + Texts.percent(share) + " of the time"
                + (stops.isMostlyPauses() ? ", mostly for garbage collections." : ".");
        String explanation = "The time in which all Java threads were stopped is compared with the whole time: "
                + Texts.percent(low) + " is worth knowing, " + Texts.percent(high) + " a warning. " + WHY_SOUND;
        if (score < Scale.INFORMATION) {
            return RuleResult.ok(score, summary, explanation);
        }
        return RuleResult.of(score, summary, explanation, remedy(stops), List.of())
                .ofLost(stops.nanos());
    }

    private static String remedy(StopTotals stops) {
        return stops.isMostlyPauses()
                ? "Compare jdk.GCHeapSummary after each collection with the heap's limit: if it stays nearly full, raise -Xmx or"
                        + " keep less; if not, allocate less (jdk.ObjectAllocationSample says where).\n"
                        + "What GC threads wait for a CPU makes each pause longer: see the finding about them."
                : "jdk.ExecuteVMOperation in the same recording says for which operations.";
    }
}
