package io.github.tidewatch.findings;

import static io.github.tidewatch.findings.Recorded.SECOND;
import static io.github.tidewatch.findings.Recorded.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.findings.waits.WaitSplit;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.findings.waits.WaitTargets;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.Totals;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Ten seconds of a group of four threads. */
class WaitRuleTest {
    private static final WaitTarget POOL = WaitTarget.of(
                    Metric.PARK_WAIT,
                    "java.util.concurrent.SynchronousQueue",
                    "com.zaxxer.hikari.pool.HikariPool.getConnection")
            .inTask();

    private static final WaitTarget DATABASE = WaitTarget.of(Metric.NETWORK_WAIT, "10.0.0.5:5432", null);

    @Test
    void namesThePeerAndThePlaceOfThePoolInPointsOfTheTimeThatWasNotIdle() {
        Finding finding = evaluate(group(
                Map.of(Metric.NETWORK_WAIT, 41, Metric.PARK_WAIT, 15, Metric.UNKNOWN_WAIT, 6),
                Map.of(DATABASE, 38, POOL, 15),
                0));
        assertThat(finding.severity()).isEqualTo(Severity.INFORMATION);
        assertThat(finding.summary())
                .isEqualTo(
                        "exec-* (4 threads) waited 62.0 % of their time, 24.80 s: 41 points network, of which 38 for"
                                + " 10.0.0.5:5432; 15 parked, of which 15 in HikariPool.getConnection (SynchronousQueue); 6 unknown.");
        assertThat(finding.remedy())
                .contains("Waiting for 10.0.0.5:5432: ")
                .contains("Waiting in HikariPool.getConnection: what is lent or locked there is too little");
        assertThat(finding.lost()).as("to wait for a peer may be no loss").isEqualTo(15 * 4 * SECOND / 10);
    }

    @Test
    void aPoolThatIsTooSmallForNearlyAllOfTheWorkIsAWarning() {
        Finding finding = evaluate(group(Map.of(Metric.PARK_WAIT, 90), Map.of(POOL, 85), 0));
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void toWaitForAPeerAllTheTimeIsNoWarning() {
        Finding finding = evaluate(group(Map.of(Metric.NETWORK_WAIT, 99), Map.of(DATABASE, 99), 0));
        assertThat(finding.severity()).isEqualTo(Severity.INFORMATION);
    }

    @Test
    void toBeIdleIsNoFindingAndIsNoTimeToCompareWith() {
        WaitTarget next = WaitTarget.ofNextTask(Metric.PARK_WAIT);
        assertThat(evaluate(group(Map.of(Metric.PARK_WAIT, 99), Map.of(next, 99), 99))
                        .severity())
                .isEqualTo(Severity.OK);
        Finding finding = evaluate(group(Map.of(Metric.PARK_WAIT, 90), Map.of(next, 80, POOL, 10), 80));
        assertThat(finding.summary())
                .isEqualTo("exec-* (4 threads) waited 50.0 % of their time, 4.00 s: 50 points parked, of which 50 in"
                        + " HikariPool.getConnection (SynchronousQueue). Besides, they were idle for 32.00 s.");
    }

    @Test
    void aThreadOutsideOfATaskThatParksOrSleepsIsNoFinding() {
        WaitTarget latch =
                WaitTarget.of(Metric.PARK_WAIT, "java.util.concurrent.CountDownLatch$Sync", "com.example.Main.main");
        assertThat(evaluate(group(Map.of(Metric.PARK_WAIT, 90), Map.of(latch, 90), 0))
                        .severity())
                .isEqualTo(Severity.OK);
        assertThat(evaluate(group(Map.of(Metric.SLEEP_WAIT, 90), Map.of(), 0)).severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void whoReadsFromAClientMayWaitForItsNextRequest() {
        WaitTarget client = WaitTarget.of(Metric.NETWORK_WAIT, "10.0.0.9:51234", null);
        Finding finding = evaluate(group(Map.of(Metric.NETWORK_WAIT, 95), Map.of(client, 95), 0));
        assertThat(finding.severity()).isEqualTo(Severity.OK);
    }

    @Test
    void aMonitorThatKeepsThreadsOutIsAFindingWithoutAnyEventOfIt() {
        Finding finding = evaluate(group(Map.of(Metric.MONITOR_WAIT, 80), Map.of(), 0));
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.remedy()).startsWith("Monitors: ");
    }

    @Test
    void aRecordingWithoutKindsOfWaitsCannotSay() {
        Finding finding = evaluate(group(Map.of(), Map.of(), 0));
        assertThat(finding.severity()).isEqualTo(Severity.NOT_APPLICABLE);
        assertThat(finding.remedy()).contains("option waits");
    }

    /** Of the time of all threads of the group, in percent; the rest they were on a CPU. */
    private static GroupWaits group(Map<Metric, Integer> kinds, Map<WaitTarget, Integer> targets, int idle) {
        Totals totals = new Totals();
        totals.addInterval(4 * SPAN, true);
        long wait = 0;
        for (Map.Entry<Metric, Integer> kind : kinds.entrySet()) {
            totals.add(kind.getKey(), nanos(kind.getValue()));
            wait += nanos(kind.getValue());
        }
        totals.add(Metric.WAIT_TIME, wait);
        WaitTargets known = WaitTargets.ofGroup();
        targets.forEach((target, percent) -> known.addEvent(target, nanos(percent)));
        WaitSplit split = new WaitSplit();
        split.add(totals, OptionalLong.empty(), known.within(totals));
        assertThat(split.idle()).isEqualTo(nanos(idle));
        return new GroupWaits("exec-*", 4, ThreadKind.APPLICATION, totals, split, known.within(totals));
    }

    private static long nanos(int percent) {
        return 4 * SPAN * percent / 100;
    }

    private static Finding evaluate(GroupWaits group) {
        RuleInput input = RuleInput.ofSpan(SPAN)
                .threads(List.of(new Recorded()
                        .totals("exec-1", ThreadKind.APPLICATION, 1, 0, 0)
                        .build()))
                .waits(List.of(group))
                .build();
        return Findings.of(Check.WAITS, input, Thresholds.DEFAULTS);
    }
}
