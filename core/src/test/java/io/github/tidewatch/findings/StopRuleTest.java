package io.github.tidewatch.findings;

import static io.github.tidewatch.findings.Recorded.SECOND;
import static io.github.tidewatch.findings.Recorded.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.metrics.ThreadKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of ten seconds. */
class StopRuleTest {
    @Test
    void pausesThatTakeMostOfTheTimeAreAWarningWithTheHeapAsRemedy() {
        Finding finding = evaluate(new StopTotals(8 * SECOND, 8 * SECOND, false));
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.summary())
                .isEqualTo(
                        "The JVM stopped all Java threads for 8.00 s, 80 % of the time, mostly for garbage collections.");
        assertThat(finding.remedy()).contains("-Xmx");
        assertThat(finding.lost()).isEqualTo(8 * SECOND);
    }

    @Test
    void safepointsOfOtherOperationsAreNamedAsSuch() {
        Finding finding = evaluate(new StopTotals(SECOND, 0, true));
        assertThat(finding.severity()).isEqualTo(Severity.INFORMATION);
        assertThat(finding.summary())
                .isEqualTo("The JVM stopped all Java threads for at least 1.00 s, 10 % of the time.");
        assertThat(finding.remedy()).startsWith("jdk.ExecuteVMOperation");
    }

    @Test
    void noStopIsWellAndNoRecordOfStopsIsUnknown() {
        assertThat(evaluate(new StopTotals(0, 0, false)).severity()).isEqualTo(Severity.OK);
        assertThat(evaluate(null).severity()).isEqualTo(Severity.NOT_APPLICABLE);
    }

    private static Finding evaluate(StopTotals stops) {
        RuleInput input = RuleInput.ofSpan(SPAN)
                .threads(List.of(new Recorded()
                        .totals("main", ThreadKind.APPLICATION, 1, 0, 0)
                        .build()))
                .stops(stops)
                .build();
        return Findings.of(Check.STOPS, input, Thresholds.DEFAULTS);
    }
}
