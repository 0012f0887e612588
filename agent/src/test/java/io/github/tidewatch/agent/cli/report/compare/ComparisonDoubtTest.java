package io.github.tidewatch.agent.cli.report.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.report.ChosenRecording;
import io.github.tidewatch.agent.cli.report.compare.Change.Verdict;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.ThreadGroups;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is more, but perhaps not by the application's fault, or not of the same spans or threads. */
class ComparisonDoubtTest {
    private static final long SECOND = ChosenRecording.SECOND;
    private static final Set<CpuDelayCause> ALL_CAUSES = EnumSet.allOf(CpuDelayCause.class);
    private static final Set<CpuDelayCause> IN_A_CONTAINER = EnumSet.of(CpuDelayCause.QUOTA, CpuDelayCause.OWN_THREADS);

    private static Verdict verdict(Comparison comparison, String subject, String field) {
        return comparison.changes().stream()
                .filter(change ->
                        change.subject().equals(subject) && change.field().equals(field))
                .map(comparison::verdict)
                .findFirst()
                .orElse(null);
    }

    private static ComparedRecording withThreshold(ComparedRun run, long nanos) {
        ComparedRecording recorded = run.recorded();
        recorded.spans().threshold().set(nanos);
        return recorded;
    }

    private static String printed(Comparison comparison) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Screen screen = Screen.of(out, out, 120);
        ComparisonText.print(comparison, screen);
        screen.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void longSpansAloneAreNotTheSameSpansInTwoRecordings() {
        ComparedRun slow = new ComparedRun(2);
        slow.length = 0.2;
        Comparison comparison =
                new Comparison(withThreshold(new ComparedRun(1), 20_000_000), withThreshold(slow, 20_000_000));
        assertThat(comparison.changes()).isNotEmpty().noneMatch(Change::isSpan);
        assertThat(comparison.exitCode()).isZero();
        assertThat(printed(comparison).lines())
                .contains("spans are not compared: record both with +tidewatch.Span#threshold=0ms");
    }

    @Test
    void moreCpuDelayOfWhichNoCauseIsRecordedIsNotWorse() {
        ComparedRecording baseline = new ComparedRun(1).recorded();
        ComparedRun without = new ComparedRun(2).delay(0.6, 0).causes(0, ALL_CAUSES);
        Comparison comparison = new Comparison(baseline, without.recorded());
        assertThat(verdict(comparison, "http-*", "cpuDelay")).isEqualTo(Verdict.MORE);
        assertThat(verdict(comparison, "", "cpuDelay")).isEqualTo(Verdict.MORE);
        assertThat(comparison.isWorse()).isFalse();
    }

    @Test
    void moreCpuDelayIsNotWorseWhereHalfOfItHasNoRecordedCause() {
        ComparedRun half = new ComparedRun(2).delay(0.6, 0).causes(0.5, ALL_CAUSES);
        Comparison comparison = new Comparison(new ComparedRun(1).recorded(), half.recorded());
        assertThat(verdict(comparison, "http-*", "cpuDelay")).isEqualTo(Verdict.MORE);
        assertThat(comparison.isWorse()).isFalse();
        ComparedRun more = new ComparedRun(2).delay(0.75, 0).causes(0.9, ALL_CAUSES);
        assertThat(new Comparison(new ComparedRun(1).recorded(), more.recorded()).isWorse())
                .as("more even if others took all that has no cause")
                .isTrue();
    }

    @Test
    void moreCpuDelayIsNotWorseWhereTheHostCannotShowWhatNeighboursTook() {
        ComparedRecording baseline =
                new ComparedRun(1).causes(1, IN_A_CONTAINER).recorded();
        ComparedRun taken = new ComparedRun(2).delay(0.3, 0.3).causes(1, IN_A_CONTAINER);
        Comparison comparison = new Comparison(baseline, taken.recorded());
        assertThat(verdict(comparison, "http-*", "cpuDelay")).isEqualTo(Verdict.MORE);
        assertThat(comparison.isWorse()).isFalse();
        ComparedRun own = new ComparedRun(2).delay(0.6, 0).causes(1, IN_A_CONTAINER);
        assertThat(verdict(new Comparison(baseline, own.recorded()), "http-*", "cpuDelay"))
                .as("own threads took it")
                .isEqualTo(Verdict.WORSE);
    }

    @Test
    void aNeighbourThatTakesAllIsSeenThoughAQuietBaselineHasNoCauses() {
        ComparedRecording quiet =
                new ComparedRun(1).delay(0.004, 0).causes(0, ALL_CAUSES).recorded();
        Comparison comparison =
                new Comparison(quiet, new ComparedRun(2).delay(0.004, 0.4).recorded());
        assertThat(verdict(comparison, "http-*", "cpuDelay")).isEqualTo(Verdict.MORE_BY_OTHERS);
        assertThat(comparison.isWorse()).isFalse();
        Comparison own = new Comparison(quiet, new ComparedRun(2).delay(0.3, 0).recorded());
        assertThat(verdict(own, "http-*", "cpuDelay")).isEqualTo(Verdict.WORSE);
    }

    @Test
    void longerSpansOfWhichCpuDelayIsUnknownAreNotWorse() {
        ComparedRun slow = new ComparedRun(2);
        slow.length = 0.12;
        slow.isCpuDelayOfSpansKnown = false;
        Comparison comparison = new Comparison(new ComparedRun(1).recorded(), slow.recorded());
        assertThat(verdict(comparison, "checkout", "duration")).isEqualTo(Verdict.MORE);
        assertThat(comparison.isWorse()).isFalse();
    }

    @Test
    void longerSpansAreNotWorseWhereOthersMayHaveHadTheCpus() {
        ComparedRun slow = new ComparedRun(2).causes(0.5, ALL_CAUSES);
        slow.length = 0.2;
        Comparison comparison = new Comparison(new ComparedRun(1).recorded(), slow.recorded());
        assertThat(verdict(comparison, "checkout", "duration")).isEqualTo(Verdict.MORE);
        assertThat(comparison.isWorse()).isFalse();
    }

    @Test
    void moreBlockIoOnADiskThatOthersKeepBusyIsNotWorse() {
        ComparedRun reads = new ComparedRun(2);
        reads.blockIo = 0.7;
        assertThat(verdict(new Comparison(new ComparedRun(1).recorded(), reads.recorded()), "reader", "blockIoDelay"))
                .isEqualTo(Verdict.WORSE);
        ComparedRun shared = new ComparedRun(2);
        shared.blockIo = 0.7;
        shared.length = 0.2;
        shared.recording.sums.disks().add("vda", "busy by others", 0, 20 * SECOND);
        shared.recording.sums.disks().add("vda", "busy by this group", 20 * SECOND, 60 * SECOND);
        Comparison comparison = new Comparison(new ComparedRun(1).recorded(), shared.recorded());
        assertThat(verdict(comparison, "reader", "blockIoDelay")).isEqualTo(Verdict.MORE);
        assertThat(verdict(comparison, "checkout", "duration")).isEqualTo(Verdict.MORE);
        assertThat(comparison.isWorse()).isFalse();
    }

    @Test
    void spansBeyondTheNamesKeptApartAreNotOneName() {
        ComparedRecording few = new ComparedRun(1).recorded();
        ComparedRecording many = new ComparedRun(2).recorded();
        for (int i = 0; i < 2000; i++) {
            few.spans().add(ThreadGroups.OTHERS, 1, 1, 0, 0, 0, 0);
            many.spans().add(ThreadGroups.OTHERS, 9, 9, 0, 0, 0, 0);
            many.spans().add(ThreadGroups.OTHERS, 9, 9, 0, 0, 0, 0);
        }
        Comparison comparison = new Comparison(few, many);
        assertThat(comparison.reasons()).isEmpty();
        assertThat(verdict(comparison, ThreadGroups.OTHERS, "duration")).isNull();
        assertThat(verdict(comparison, "checkout", "duration")).isEqualTo(Verdict.SAME);
    }

    @Test
    void whereGroupsAreTooManyToBeKeptApartOnlyTheirSumIsCompared() {
        ComparedRun many = new ComparedRun(2);
        for (int i = 0; i < 5001; i++) {
            many.recording.add("job-" + i + "x", 1000 + i, 0, 60, 0, 0, 0);
        }
        Comparison comparison = new Comparison(new ComparedRun(1).recorded(), many.recorded());
        assertThat(comparison.changes())
                .isNotEmpty()
                .allMatch(change -> change.isSpan() || change.subject().isEmpty());
        assertThat(comparison.onlyInBaseline()).isEmpty();
        assertThat(comparison.onlyNow()).isEmpty();
    }

    @Test
    void aRecordingThatLostEventsIsNotComparable() {
        ComparedRun first = new ComparedRun(1);
        first.recording.sums.status().lose(512);
        ComparedRun second = new ComparedRun(2);
        second.recording.sums.status().lose(7);
        Comparison comparison = new Comparison(first.recorded(), second.recorded());
        assertThat(comparison.reasons())
                .containsExactly(
                        "JFR lost 512 bytes of the events of the baseline (jdk.DataLoss), perhaps records among them",
                        "JFR lost 7 bytes of the events of the recording (jdk.DataLoss), perhaps records among them");
        assertThat(comparison.exitCode()).isEqualTo(3);
        assertThat(new SpanSeries(ReadOptions.everything()).areAll())
                .as("without a threshold")
                .isFalse();
    }
}
