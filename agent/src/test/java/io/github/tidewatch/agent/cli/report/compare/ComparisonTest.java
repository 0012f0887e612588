package io.github.tidewatch.agent.cli.report.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.report.ChosenRecording;
import io.github.tidewatch.agent.cli.report.compare.Change.Verdict;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.Spread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Recordings of chosen numbers, with chance in them, against others. */
class ComparisonTest {
    private static final int SECONDS = ComparedRun.SECONDS;
    private static final long SECOND = ChosenRecording.SECOND;

    private static Map<String, Verdict> changed(Comparison comparison) {
        return comparison.changes().stream()
                .filter(change -> comparison.verdict(change) != Verdict.SAME)
                .collect(Collectors.toMap(change -> change.subject() + " " + change.field(), comparison::verdict));
    }

    @Test
    void aRecordingAgainstItselfHasNotChanged() {
        Comparison comparison = new Comparison(new ComparedRun(1).recorded(), new ComparedRun(1).recorded());
        assertThat(comparison.reasons()).isEmpty();
        assertThat(comparison.count()).isGreaterThan(20);
        assertThat(changed(comparison)).isEmpty();
        assertThat(comparison.isWorse()).isFalse();
    }

    @Test
    void tenRunsOfTheSameWorkloadAreNotWorseThanAnEleventh() {
        ComparedRecording baseline = new ComparedRun(100).recorded();
        for (int seed = 1; seed <= 10; seed++) {
            Comparison comparison = new Comparison(baseline, new ComparedRun(seed).recorded());
            assertThat(comparison.reasons()).isEmpty();
            assertThat(changed(comparison)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void aFifthMoreCpuDelayIsFoundInEachOfTenRuns() {
        ComparedRecording baseline = new ComparedRun(100).recorded();
        for (int seed = 1; seed <= 10; seed++) {
            Comparison comparison = new Comparison(
                    baseline, new ComparedRun(seed).delay(0.36, 0).recorded());
            assertThat(changed(comparison))
                    .as("seed %d", seed)
                    .containsEntry("http-* cpuDelay", Verdict.WORSE)
                    .containsEntry("http-* ownThreadsDelay", Verdict.MORE)
                    .doesNotContainKeys("reader cpuDelay", "reader blockIoDelay", "checkout duration");
            assertThat(comparison.isWorse()).isTrue();
            Change worst = comparison.changes().get(0);
            assertThat(worst.field()).isEqualTo("cpuDelay");
            assertThat(worst.now() / worst.baseline()).isBetween(1.1, 1.3);
        }
    }

    private static String printed(Comparison comparison) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Screen screen = Screen.of(out, out, 120);
        ComparisonText.print(comparison, screen);
        screen.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWorseStandsFirstWithItsNumbersAndTheBoundsOfChance() {
        Comparison comparison = new Comparison(
                new ComparedRun(100).recorded(),
                new ComparedRun(1).delay(0.6, 0).recorded());
        assertThat(comparison.exitCode()).isEqualTo(1);
        List<String> lines = printed(comparison).lines().collect(Collectors.toList());
        assertThat(lines.get(0))
                .matches("[0-9]+ of [0-9]+ numbers changed by more than chance; time lost became more\\.");
        assertThat(lines.get(1)).matches(" +baseline +now +change +by chance");
        assertThat(lines.get(2)).matches("http-\\* +cpuDelay +[56][0-9]+ ms/s +1\\.[12][0-9] s/s +\\+[0-9]+ % .*worse");
    }

    @Test
    void whereNothingCanBeSaidTheReasonIsPrintedAndTheNumbersAreInJson() throws IOException {
        ComparedRun first = new ComparedRun(1);
        first.recording.sums.host().addCpus(2, 2);
        ComparedRun second = new ComparedRun(2).delay(0.6, 0);
        second.recording.sums.host().addCpus(4, 4);
        Comparison comparison = new Comparison(first.recorded(), second.recorded());
        assertThat(comparison.exitCode()).isEqualTo(3);
        assertThat(printed(comparison).lines())
                .containsExactly("not comparable, because the CPUs of the host differ: 2 in the baseline, 4 now");
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            ComparisonText.write(comparison, json);
        }
        assertThat(text.toString())
                .startsWith(
                        "{\"comparable\":false,\"reasons\":[\"the CPUs of the host differ: 2 in the baseline, 4 now\"]")
                .contains("\"threadGroup\":\"http-*\",\"metric\":\"cpuDelay\",\"baseline\":")
                .doesNotContain("verdict");
    }

    @Test
    void groupsOfOneRecordingAloneAreNamed() {
        ComparedRun more = new ComparedRun(2);
        more.recording.add("new-1", 99, 0, 60, 1, 0, 0);
        Comparison comparison = new Comparison(new ComparedRun(1).recorded(), more.recorded());
        assertThat(printed(comparison).lines()).contains("only now: new-*");
        assertThat(comparison.exitCode()).isZero();
    }

    @Test
    void aFifthLessIsLess() {
        Comparison comparison =
                new Comparison(new ComparedRun(1).delay(0.36, 0).recorded(), new ComparedRun(2).recorded());
        assertThat(changed(comparison)).containsEntry("http-* cpuDelay", Verdict.LESS);
        assertThat(comparison.isWorse()).isFalse();
    }

    @Test
    void whatOthersOnTheHostTookIsNotWorse() {
        Comparison comparison = new Comparison(
                new ComparedRun(1).recorded(),
                new ComparedRun(2).delay(0.3, 0.3).recorded());
        assertThat(changed(comparison))
                .containsEntry("http-* cpuDelay", Verdict.MORE_BY_OTHERS)
                .containsEntry("http-* neighborDelay", Verdict.MORE);
        assertThat(comparison.isWorse()).isFalse();
    }

    @Test
    void longerSpansAreWorse() {
        ComparedRun slow = new ComparedRun(2);
        slow.length = 0.12;
        Comparison comparison = new Comparison(new ComparedRun(1).recorded(), slow.recorded());
        assertThat(changed(comparison))
                .containsEntry("checkout duration", Verdict.WORSE)
                .containsEntry("checkout userTime", Verdict.MORE)
                .doesNotContainKey("checkout blockIoDelay");
    }

    @Test
    void spansOfAnotherThresholdAreNotTheSame() {
        ComparedRun slow = new ComparedRun(2);
        slow.length = 0.2;
        ComparedRecording now = slow.recorded();
        now.spans().threshold().set(20_000_000);
        Comparison comparison = new Comparison(new ComparedRun(1).recorded(), now);
        assertThat(comparison.changes()).noneMatch(Change::isSpan);
    }

    @Test
    void whatIsUnknownInOneIsNotCompared() {
        ComparedRun incomplete = new ComparedRun(2);
        incomplete.complete = false;
        Comparison comparison = new Comparison(new ComparedRun(1).recorded(), incomplete.recorded());
        assertThat(comparison.changes())
                .noneMatch(change ->
                        change.subject().equals("reader") && change.field().equals("blockIoDelay"))
                .anyMatch(change ->
                        change.subject().equals("reader") && change.field().equals("userTime"));
        assertThat(comparison.isWorse()).isFalse();
    }

    @Test
    void otherConditionsAreNamed() {
        ComparedRun first = new ComparedRun(1);
        ComparedRun second = new ComparedRun(2);
        first.recording.sums.host().addCpus(2, 2);
        second.recording.sums.host().addCpus(4, 2);
        first.recording.sums.host().addUse(0, SECOND, 2 * SECOND, SECOND);
        second.recording.sums.host().addUse(0, SECOND, 2 * SECOND, 2 * SECOND);
        first.recording.sums.host().addQuota("/a", 0, SECONDS * SECOND, 2);
        second.recording.sums.host().addQuota("/b", 0, SECONDS * SECOND, 1.5);
        assertThat(new Comparison(first.recorded(), second.recorded()).reasons())
                .containsExactly(
                        "the CPUs of the host differ: 2 in the baseline, 4 now",
                        "the CPU quotas differ: 2.00 CPUs in the baseline, 1.50 CPUs now",
                        "the loads by other processes differ: 1.00 CPUs busy with them in the baseline, 0.00 CPUs now");
    }

    @Test
    void anotherRateOfSpansIsAnotherLoad() {
        ComparedRecording busy = new ComparedRun(1).recorded();
        for (int i = 0; i < 600; i++) {
            busy.spans().add("checkout", 1, 1, 0, 0, 0, 0);
        }
        assertThat(new Comparison(new ComparedRun(2).recorded(), busy).reasons())
                .containsExactly(
                        "the loads differ: 10.00 spans checkout per second in the baseline, 20.00 per second now");
    }

    @Test
    void aShortRecordingCannotBeCompared() {
        ChosenRecording few = new ChosenRecording(10);
        for (int second = 0; second < 10; second++) {
            few.add("http-1", 11, second, 1, 0.1, 0.3, 0);
        }
        ComparedRecording recording = new ComparedRecording(few.summary(), new SpanSeries(ReadOptions.everything()));
        assertThat(new Comparison(recording, new ComparedRun(1).recorded()).reasons())
                .anyMatch(reason -> reason.startsWith("the baseline is too short: it has "));
    }

    @Test
    void manySpansAreKeptInABoundedNumberOfBatchesWithTheirMean() {
        SpanBatches batches = new SpanBatches(1);
        for (int i = 1; i <= 100_000; i++) {
            batches.add(i);
        }
        assertThat(batches.count()).isEqualTo(100_000);
        assertThat(batches.spread(1).mean()).isBetween(48_000.0, 50_001.0);
        assertThat(new SpanBatches(1).spread(1).isEnough()).isFalse();
    }

    @Test
    void chanceExceedsTheBoundAsSeldomAsItSays() {
        Random random = new Random(7);
        int beyond = 0;
        int pairs = 20_000;
        for (int i = 0; i < pairs; i++) {
            Spread one = new Spread(
                    random.doubles(20).map(any -> random.nextGaussian()).toArray());
            Spread other = new Spread(
                    random.doubles(20).map(any -> random.nextGaussian()).toArray());
            beyond += Math.abs(one.mean() - other.mean()) > Spread.bound(one, other, 1) ? 1 : 0;
        }
        assertThat(beyond / (double) pairs).isBetween(0.005, 0.012);
        assertThat(List.of(Spread.bound(new Spread(1, 1, 1), new Spread(2, 2, 2), 1)))
                .containsExactly(0.0);
    }
}
