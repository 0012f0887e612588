package io.github.tidewatch.agent.cli.report;

import static io.github.tidewatch.agent.cli.report.ChosenRecording.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.timeline.EvaluatedTime;
import org.junit.jupiter.api.Test;

/** Which part of a recording the first sentences are about. */
class EvaluatedTimeTest {
    private static final int DAY = 86_400;

    @Test
    void badMinutesSoonAfterTheStartAreFoundInARecordingOfADay() {
        ChosenRecording recording = new ChosenRecording(DAY);
        recording.sums.host().started(0);
        for (int begin = 0; begin < DAY; begin += 30) {
            boolean bad = begin >= 30 && begin < 330;
            for (int i = 1; i <= 4; i++) {
                recording.add("handler-" + i, 10 + i, begin, 30, 1, bad ? 18 : 0, 0);
            }
        }
        assertThat(recording.headline())
                .startsWith("In the worst 512.00 s, from ")
                .contains("handler-* (4 threads) lost 35.2 % of their time, 720.00 s, waiting for a CPU");
    }

    @Test
    void theStartOfTheJvmIsNoHeadlineOfALongRecording() {
        ChosenRecording recording = new ChosenRecording(4 * 3600);
        recording.sums.host().started(0);
        for (int begin = 0; begin < 4 * 3600; begin++) {
            recording.add("main", 11, begin, 1, 0.001, begin < 9 ? 0.9 : 0, 0);
        }
        assertThat(recording.summary().evaluated()).isEmpty();
        assertThat(recording.headline()).startsWith("No thread lost much of its time");
    }

    @Test
    void aStartThatLostNextToNothingIsNotSeparatedFromTheRest() {
        ChosenRecording recording = healthy(0.002, 0.0005);
        assertThat(recording.summary().evaluated()).isEmpty();
        assertThat(recording.headline()).startsWith("No thread lost much of its time");
    }

    @Test
    void aStartIsLeftOutOnlyWhereItWouldBeAFinding() {
        ChosenRecording recording = healthy(0.1, 0.0005);
        assertThat(recording.summary().evaluated()).isEmpty();
        assertThat(recording.headline()).startsWith("No thread lost much of its time");
        Summary bad = healthy(0.8, 0.0005).summary();
        assertThat(bad.evaluated())
                .hasValueSatisfying(time -> assertThat(time.why()).isEqualTo(EvaluatedTime.Why.AFTER_START));
    }

    private static ChosenRecording healthy(double lostAtStart, double lostLater) {
        ChosenRecording recording = new ChosenRecording(120);
        recording.sums.host().started(0);
        for (int second = 0; second < 120; second++) {
            recording.add("main", 11, second, 1, 0.01, second < 8 ? lostAtStart : lostLater, 0);
        }
        return recording;
    }

    @Test
    void whatWasLostWhereNothingIsRecordedDoesNotHideTheBadStretch() {
        ChosenRecording recording = new ChosenRecording(64);
        recording.add("main", 11, -2, 2, 0.01, 0.01, 0);
        for (int second = 0; second < 64; second++) {
            boolean bad = second >= 32 && second < 40;
            recording.add("main", 11, second, 1, 0.01, bad ? 0.9 : 0, 0);
        }
        Summary summary = recording.summary();
        assertThat(summary.evaluated()).hasValueSatisfying(time -> {
            assertThat(time.begin()).isEqualTo(32 * SECOND);
            assertThat(time.end()).isEqualTo(40 * SECOND);
        });
    }

    @Test
    void theBadStretchHasTheDiskThatWasTheCauseInItAndItsRemedy() {
        ChosenRecording recording = new ChosenRecording(64);
        for (int second = 0; second < 64; second++) {
            boolean bad = second >= 32 && second < 40;
            recording.add("main", 11, second, 1, 0.01, 0, bad ? 0.9 : 0);
            String cause = bad ? "this group's limit" : "not busy";
            recording.sums.disks().add("vda", cause, second * SECOND, (second + 1) * SECOND);
        }
        assertThat(recording.summary().evaluatedFindings())
                .filteredOn(finding -> finding.check() == Check.BLOCK_IO_DELAY)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.summary())
                            .endsWith(" Disk vda: this group's limit for 100 % of the 8.00 s in which it was used.");
                    assertThat(finding.remedy()).startsWith("Disk limit: raise it");
                });
    }
}
