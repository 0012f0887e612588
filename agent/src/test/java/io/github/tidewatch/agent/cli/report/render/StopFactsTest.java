package io.github.tidewatch.agent.cli.report.render;

import static io.github.tidewatch.agent.cli.report.ChosenRecording.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.ChosenRecording;
import org.junit.jupiter.api.Test;

class StopFactsTest {
    @Test
    void stopsAreMostlyForGarbageCollectionsFromHalfOfTheirTimeOn() {
        assertThat(clause(0.5, 2)).doesNotContain("garbage collections");
        assertThat(clause(1, 2)).endsWith("2.00 s, 20.0 % of the time, mostly for garbage collections");
        assertThat(clause(0, 2)).endsWith("2.00 s, 20.0 % of the time");
    }

    @Test
    void pausesOutsideTheTimeThatIsEvaluatedSayNothingOfIt() {
        ChosenRecording recording = new ChosenRecording(10);
        recording.add("worker", 11, 0, 10, 1, 0, 0);
        recording.sums.stops().addSafepoint(SECOND, 2 * SECOND);
        recording.sums.stops().addPause(100 * SECOND, 109 * SECOND);
        assertThat(StopFacts.loss(recording.summary()).orElseThrow().clause).doesNotContain("garbage collections");
    }

    @Test
    void ofMoreStopsThanAreKeptTheHeadlineSaysAtLeastAndNothingOfTheirCause() {
        ChosenRecording recording = new ChosenRecording(10);
        recording.add("worker", 11, 0, 10, 1, 0, 0);
        for (long at = 0; !recording.sums.stops().isAtLeast(); at += 4000) {
            recording.sums.stops().addSafepoint(at, at + 3000);
            recording.sums.stops().addPause(at, at + 3000);
        }
        assertThat(StopFacts.loss(recording.summary()).orElseThrow().clause)
                .contains("for at least ")
                .doesNotContain("garbage collections");
    }

    /** Of ten seconds, with one pause within a safepoint. */
    private static String clause(double pause, double safepoint) {
        ChosenRecording recording = new ChosenRecording(10);
        recording.add("worker", 11, 0, 10, 1, 0, 0);
        recording.sums.stops().addSafepoint(SECOND, SECOND + Math.round(safepoint * SECOND));
        if (pause > 0) {
            recording.sums.stops().addPause(SECOND, SECOND + Math.round(pause * SECOND));
        }
        return StopFacts.loss(recording.summary()).orElseThrow().clause;
    }
}
