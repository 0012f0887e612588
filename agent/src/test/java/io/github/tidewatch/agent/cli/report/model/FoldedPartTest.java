package io.github.tidewatch.agent.cli.report.model;

import static io.github.tidewatch.agent.cli.report.ChosenRecording.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.ChosenRecording;
import io.github.tidewatch.findings.AffectedThread;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.ThreadTotals;
import io.github.tidewatch.timeline.Coverage;
import org.junit.jupiter.api.Test;

/** Threads that are too many to be kept apart, in the part of the time that is evaluated. */
class FoldedPartTest {
    private static final int KEPT = 100;
    private static final int TASKS = 400;

    @Test
    void threadsThatAreNotKeptApartAreEvaluatedInThePartToo() {
        ChosenRecording recording = tasks(true);
        Summary summary = recording.summary();
        assertThat(summary.folded().threads()).isGreaterThan(TASKS / 2);
        assertThat(summary.evaluated()).isPresent();
        Finding finding = summary.evaluatedFindings().get(0);
        assertThat(finding.check()).isEqualTo(Check.APPLICATION_CPU_DELAY);
        assertThat(finding.threads().stream()
                        .map(AffectedThread::thread)
                        .mapToInt(ThreadTotals::threads)
                        .max())
                .hasValue(summary.folded().threads());
        assertThat(recording.headline())
                .startsWith("In the worst ")
                .contains("task-* (up to 400 threads) lost 50.0 % of their time, 200.00 s, waiting for a CPU")
                .doesNotContain("No thread lost much");
    }

    @Test
    void aGroupOfThreadsThatAreNotKeptApartIsNotOneThread() {
        Summary summary = tasks(false).summary();
        assertThat(summary.evaluated()).isEmpty();
        assertThat(summary.worthKnowing().get(0).summary())
                .contains("task-* (" + summary.folded().threads() + " threads)");
    }

    private static ChosenRecording tasks(boolean inAMinute) {
        long length = inAMinute ? 1280 : 80;
        ChosenRecording recording =
                new ChosenRecording(new RecordedSums(ReadOptions.everything(), Coverage.of(0, length * SECOND), KEPT));
        for (int second = 0; second < length; second++) {
            recording.add("main", 1, second, 1, 0.01, 0, 0);
            int tasks = !inAMinute ? TASKS / 80 : second >= 640 && second < 720 ? TASKS / 80 : 0;
            for (int i = 0; i < tasks; i++) {
                int task = (second % 80) * tasks + i;
                recording.add("task-" + task, 10 + task, second, 1, 0.5, 0.5, 0);
            }
        }
        return recording;
    }
}
