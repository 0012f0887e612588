package io.github.tidewatch.agent.cli.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.ChosenRecording;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import org.junit.jupiter.api.Test;

/** The sentence of a finding. */
class FindingTextTest {
    private static final int LENGTH = 120;

    @Test
    void aFindingOfThePartSaysOfWhichTimeItIs() {
        ChosenRecording recording = new ChosenRecording(LENGTH);
        for (int second = 0; second < LENGTH; second++) {
            recording.add("reader", 11, second, 1, 0.05, 0, second >= 96 && second < 100 ? 0.9 : 0);
        }
        Summary summary = recording.summary();
        Finding finding = summary.worthKnowing().get(0);
        assertThat(finding.check()).isEqualTo(Check.BLOCK_IO_DELAY);
        assertThat(FindingText.summary(summary, finding))
                .isEqualTo("In the worst 4.00 s, from " + Format.time(96 * ChosenRecording.SECOND) + ": "
                        + finding.summary());
        assertThat(finding.summary()).startsWith("reader waited for block I/O for 90 % of its time");
    }

    @Test
    void aFindingOfAllOfTheTimeSaysNoTime() {
        ChosenRecording recording = new ChosenRecording(LENGTH);
        for (int second = 0; second < LENGTH; second++) {
            recording.add("reader", 11, second, 1, 0.05, 0, 0.5);
        }
        Summary summary = recording.summary();
        Finding finding = summary.worthKnowing().get(0);
        assertThat(FindingText.summary(summary, finding))
                .isEqualTo(finding.summary())
                .startsWith("reader waited for block I/O for 50 % of its time");
    }
}
