package io.github.tidewatch.agent.cli.report;

import static io.github.tidewatch.agent.cli.report.ChosenRecording.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.GroupWaits;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.Metric;
import org.junit.jupiter.api.Test;

/** The part of a recording that is evaluated has the waits of its own stretch. */
class EvaluatedWaitsTest {
    private static final WaitTarget NIGHT = WaitTarget.of(Metric.NETWORK_WAIT, "10.0.0.9:6379", null);
    private static final WaitTarget DAY = WaitTarget.of(Metric.NETWORK_WAIT, "10.0.0.5:5432", null);

    /** A night of 400 s, and 64 s in which two threads lose time and wait for a database. */
    private final ChosenRecording recording = new ChosenRecording(464);

    @Test
    void theWorstStretchNamesThePeerOfThatStretchAndNotOfTheRest() {
        record();
        Summary summary = recording.summary();
        assertThat(summary.evaluated()).isPresent();
        GroupWaits waits = summary.evaluatedWaits().get(0);
        assertThat(waits.longestFirst().keySet()).containsExactly(DAY);
        assertThat(waits.waited()).isCloseTo(2 * 64 * SECOND * 6 / 10, within(2 * SECOND));
        assertThat(recording.headline())
                .startsWith("In the worst 64.00 s, ")
                .contains("exec-* (2 threads) waited 60.0 % of their time, 76.80 s: 60 points network, of which 50 for"
                        + " 10.0.0.5:5432.")
                .doesNotContain("6379");
    }

    @Test
    void theFindingIsOfThePartWhereThatIsWorse() {
        record();
        Summary summary = recording.summary();
        Finding finding = summary.findings().stream()
                .filter(one -> one.check() == Check.WAITS)
                .findFirst()
                .orElseThrow();
        assertThat(summary.isOfPart(finding)).isTrue();
        assertThat(finding.summary()).contains("10.0.0.5:5432");
    }

    @Test
    void aStopOfTheJvmCountsInTheStretchInWhichItWas() {
        record();
        recording.sums.stops().addPause(10 * SECOND, 20 * SECOND);
        recording.sums.stops().addPause(410 * SECOND, 412 * SECOND);
        GroupWaits waits = recording.summary().evaluatedWaits().get(0);
        assertThat(waits.split().stopped().orElseThrow()).isBetween(2 * SECOND, 4 * SECOND);
    }

    /** While collectors' threads wait for CPUs of each other, it is the collection that holds the application up. */
    @Test
    void pausesThatTakeMostOfTheTimeComeBeforeWhatTheCollectorsThreadsWaitForACpu() {
        ChosenRecording full = new ChosenRecording(12);
        for (int second = 0; second < 12; second++) {
            full.add("worker", 11, second, 1, 0.1, 0, 0);
            for (int i = 0; i < 8; i++) {
                full.add("GC Thread#" + i, 20 + i, second, 1, 0.2, 0.6, 0);
            }
            full.sums.stops().addPause(second * SECOND, second * SECOND + 8 * SECOND / 10);
        }
        assertThat(full.headline())
                .startsWith("The JVM stopped all Java threads for 9.60 s, 80.0 % of the time, mostly for garbage"
                        + " collections");
        assertThat(full.summary().worthKnowing()).anyMatch(finding -> finding.check() == Check.STOPS);
    }

    private static org.assertj.core.data.Offset<Long> within(long nanos) {
        return org.assertj.core.data.Offset.offset(nanos);
    }

    private void record() {
        for (int second = 0; second < 464; second++) {
            boolean isDay = second >= 400;
            for (long tid : new long[] {11, 12}) {
                event(tid, second, isDay ? DAY : NIGHT, isDay ? 0.5 : 0.2);
                delay(tid, second, isDay ? 0.3 : 0, isDay ? 0.6 : 0.2);
            }
        }
    }

    private void delay(long tid, int second, double cpuDelay, double network) {
        ThreadRecord record = record(tid, second, 1);
        record.totals.addInterval(SECOND, true);
        record.totals.add(Metric.USER_TIME, SECOND - nanos(cpuDelay) - nanos(network));
        record.totals.add(Metric.SYSTEM_TIME, 0);
        record.totals.add(Metric.CPU_DELAY, nanos(cpuDelay));
        record.totals.add(Metric.BLOCK_IO_DELAY, 0);
        record.totals.add(Metric.WAIT_TIME, nanos(network));
        record.totals.add(Metric.NETWORK_WAIT, nanos(network));
        record.totals.add(Metric.EXACT_WAIT, 0);
        recording.sums.add(record);
    }

    private void event(long tid, int second, WaitTarget target, double seconds) {
        ThreadRecord record = record(tid, second, seconds);
        record.kind = ThreadRecord.Kind.WAIT;
        record.waitTarget = target;
        recording.sums.add(record);
    }

    private static ThreadRecord record(long tid, int second, double length) {
        ThreadRecord record = new ThreadRecord();
        record.name = "exec-" + (tid - 10);
        record.tid = tid;
        record.javaId = tid;
        record.begin = second * SECOND;
        record.end = record.begin + nanos(length);
        return record;
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * SECOND);
    }
}
