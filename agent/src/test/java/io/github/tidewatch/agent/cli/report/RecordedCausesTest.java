package io.github.tidewatch.agent.cli.report;

import static io.github.tidewatch.agent.cli.report.ChosenRecording.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.timeline.CauseRecord;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How records of why threads did not get a CPU are summed up, by time and by group. */
class RecordedCausesTest {
    private static final Map<CpuDelayCause, Double> QUOTA = Map.of(CpuDelayCause.QUOTA, 0.5);

    @Test
    void theCauseIsFoundWhereTheBadTimeEndsWithinABucket() {
        int length = 12 * 3600 + 192;
        ChosenRecording recording = new ChosenRecording(length);
        for (int begin = 0; begin < length; begin += 2) {
            boolean bad = begin >= length - 100;
            recording.add("worker-1", 11, begin, 2, 0.1, bad ? 1.5 : 0, 0);
            if (bad) {
                recording.cause("worker-*", begin, 2, 1.5, Map.of(CpuDelayCause.QUOTA, 1.5));
            }
        }
        Summary summary = recording.summary();
        assertThat(summary.evaluated()).isPresent();
        DelayCauses causes = summary.evaluatedCauses().byGroup().get("worker-*");
        assertThat(causes).isNotNull();
        assertThat(causes.get(CpuDelayCause.QUOTA)).hasValue(75 * SECOND);
    }

    @Test
    void aLongRecordCountsInTheTimeAskedForInProportion() {
        ChosenRecording recording =
                new ChosenRecording(120, ReadOptions.everything().between(70 * SECOND, 80 * SECOND));
        recording.cause("worker-*", 60, 60, 30, Map.of(CpuDelayCause.STEAL, 12.0));
        DelayCauses causes = recording.summary().causes().byGroup().get("worker-*");
        assertThat(causes.cpuDelay()).isEqualTo(5 * SECOND);
        assertThat(causes.get(CpuDelayCause.STEAL)).hasValue(2 * SECOND);
    }

    @Test
    void ofSomeThreadsOnlyTheirGroupsHaveCauses() {
        ChosenRecording recording =
                new ChosenRecording(10, ReadOptions.everything().threads(Pattern.compile("main")));
        recording.add("main", 11, 0, 1, 0, 0.5, 0);
        recording.add("worker-1", 12, 0, 1, 0, 0.5, 0);
        recording.cause("main", 0, 1, 0.5, QUOTA);
        recording.cause("worker-*", 0, 1, 0.5, QUOTA);
        assertThat(recording.summary().causes().byGroup()).containsOnlyKeys("main");
    }

    @Test
    void recordsThatCannotBeSoAreRefused() {
        ChosenRecording recording = new ChosenRecording(10);
        assertThat(recording.cause(null, 0, 1, 0.5, QUOTA)).isFalse();
        assertThat(recording.cause("a", 0, 1, -1, Map.of())).isFalse();
        assertThat(recording.cause("a", 0, 1, 0.5, Map.of(CpuDelayCause.STEAL, -0.1)))
                .isFalse();
        assertThat(recording.cause("a", 0, 1, 0.5, Map.of(CpuDelayCause.STEAL, 0.7)))
                .isFalse();
        assertThat(recording.cause("a", 1, -1, 0.5, QUOTA)).isFalse();
        assertThat(recording.summary().causes().byGroup()).isEmpty();
    }

    @Test
    void manyHostileGroupsTakeABoundedNumberOfSumsAndKeepTheSum() {
        ChosenRecording recording = new ChosenRecording(600);
        CauseRecord record = new CauseRecord();
        record.cpuDelay = 1;
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            record.set(cause, 0);
        }
        String endless = "x".repeat(4000);
        for (int i = 0; i < 200_000; i++) {
            record.threadGroup = endless + i;
            record.mostCpuGroup = endless + i;
            record.begin = i % 600 * SECOND;
            record.end = record.begin + 1;
            recording.sums.causes().add(record);
        }
        Map<String, DelayCauses> groups = recording.summary().causes().byGroup();
        assertThat(groups).hasSizeLessThanOrEqualTo(1001);
        assertThat(groups.keySet()).allMatch(name -> name.length() <= 203);
        assertThat(groups.values().stream().mapToLong(DelayCauses::cpuDelay).sum())
                .isEqualTo(200_000);
    }
}
