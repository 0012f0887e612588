package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.AffectedThread;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.Threshold;
import io.github.tidewatch.findings.Thresholds;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.LinearUnit;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IResultValueProvider;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.ResultBuilder;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedCollectionResult;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit.EventAvailability;

/** A rule that evaluates one check; the check's thresholds are the rule's preferences. Immutable. */
abstract class CheckRule implements IRule {
    /** The names of the threads that a result is about, worst first, each with its kernel id. */
    static final TypedCollectionResult<String> THREADS = new TypedCollectionResult<>(
            "tidewatch.threads",
            "Affected Threads",
            "Threads beyond the limit, worst first",
            UnitLookup.PLAIN_TEXT,
            String.class);

    private final Check check;
    private final Map<Threshold, TypedPreference<IQuantity>> preferences = new LinkedHashMap<>();

    CheckRule(Check check) {
        this.check = check;
        for (Threshold threshold : check.thresholds()) {
            preferences.put(
                    threshold,
                    new TypedPreference<>(
                            threshold.id(),
                            threshold.label(),
                            threshold.description(),
                            unit(threshold).getContentType(),
                            unit(threshold).quantity(threshold.defaultValue())));
        }
    }

    private static LinearUnit unit(Threshold threshold) {
        return threshold.unit() == Threshold.Unit.PERCENT ? UnitLookup.PERCENT : UnitLookup.NUMBER_UNITY;
    }

    @Override
    public String getId() {
        return check.id();
    }

    /** That of the one page that shows what the rule evaluates: JMC leads from a result to the pages of its topic. */
    @Override
    public String getTopic() {
        return switch (check) {
            case APPLICATION_CPU_DELAY, JVM_CPU_DELAY -> "tidewatch.cpu";
            case BLOCK_IO_DELAY, THRASHING, RECLAIM -> "tidewatch.disk";
            case WAITS, STOPS -> "tidewatch.waits";
            case MAJOR_FAULTS, INVOLUNTARY_SWITCHES -> "tidewatch.usage";
            case BLIND_SPOTS -> "tidewatch.status";
            case OVERHEAD -> "tidewatch.overhead";
        };
    }

    @Override
    public String getName() {
        return check.title();
    }

    /** None: where the events are missing, the result is "not applicable" and says how to get them. */
    @Override
    public Map<String, EventAvailability> getRequiredEvents() {
        return Map.of();
    }

    @Override
    public Collection<TypedPreference<?>> getConfigurationAttributes() {
        return List.copyOf(preferences.values());
    }

    @Override
    public Collection<TypedResult<?>> getResults() {
        return List.of(TypedResult.SCORE, THREADS);
    }

    @Override
    public RunnableFuture<IResult> createEvaluation(
            IItemCollection items, IPreferenceValueProvider values, IResultValueProvider results) {
        return new FutureTask<>(() -> result(RuleInputReader.read(items).evaluate(check, thresholds(values)), values));
    }

    private Thresholds thresholds(IPreferenceValueProvider values) {
        Thresholds thresholds = Thresholds.DEFAULTS;
        for (Map.Entry<Threshold, TypedPreference<IQuantity>> preference : preferences.entrySet()) {
            IQuantity value = values.getPreferenceValue(preference.getValue());
            double number = value.doubleValueIn(unit(preference.getKey()));
            // What JMC's preference page lets through but makes no sense.
            if (number >= 0) {
                thresholds = thresholds.with(preference.getKey(), number);
            }
        }
        return thresholds;
    }

    private IResult result(RecordingInput.Result result, IPreferenceValueProvider values) {
        Finding finding = result.finding();
        ResultBuilder builder = ResultBuilder.createFor(this, values)
                .setSeverity(severity(finding))
                .setSummary(text(ResultTexts.summary(finding)))
                .setExplanation(text(ResultTexts.explanation(finding, result.when())))
                .setSolution(text(ResultTexts.solution(finding)));
        finding.score()
                .ifPresent(score -> builder.addResult(TypedResult.SCORE, UnitLookup.NUMBER_UNITY.quantity(score)));
        List<String> threads =
                finding.threads().stream().map(AffectedThread::toString).toList();
        return builder.addResult(THREADS, threads).build();
    }

    private static Severity severity(Finding finding) {
        return switch (finding.severity()) {
            case NOT_APPLICABLE -> Severity.NA;
            case OK -> Severity.OK;
            case INFORMATION -> Severity.INFO;
            case WARNING -> Severity.WARNING;
        };
    }

    /** JMC takes braces for places to fill in; a thread's name may have some. */
    private static String text(String plain) {
        return plain.replace('{', '(').replace('}', ')');
    }
}
