package io.github.tidewatch.findings;

import static io.github.tidewatch.metrics.ThreadKind.APPLICATION;
import static io.github.tidewatch.metrics.ThreadKind.COMPILER;
import static io.github.tidewatch.metrics.ThreadKind.GARBAGE_COLLECTOR;
import static io.github.tidewatch.metrics.ThreadKind.JVM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.metrics.Metric;
import org.junit.jupiter.api.Test;

class LossRuleTest {
    private final Recorded recorded = new Recorded();

    @Test
    void starvedThreadsAreNamedWorstFirst() {
        Finding finding = recorded.thread("calm", APPLICATION, 1, 0.1, 0)
                .thread("half", APPLICATION, 50, 50, 0)
                .thread("most", APPLICATION, 30, 70, 0)
                .evaluate(Check.APPLICATION_CPU_DELAY);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(Recorded.names(finding)).containsExactly("most", "half");
        assertThat(finding.summary())
                .isEqualTo("most waited for a CPU for 70 % of its time (7.00 s of 10.00 s)."
                        + " 2 threads lost 5 % or more in this way: most 70 %, half 50 %.");
        assertThat(finding.remedy()).contains("nr_throttled");
        assertThat(finding.explanation()).contains("used 0.81 CPUs on average");
    }

    @Test
    void scoreIsTheLimitsAtTheLimits() {
        assertThat(score(5, 1)).isEqualTo(25);
        assertThat(score(25, 1)).isEqualTo(75);
        assertThat(score(15, 1)).isEqualTo(50);
        assertThat(score(15, 2)).isEqualTo(55);
        assertThat(score(15, 4)).isEqualTo(59.5);
        assertThat(score(100, 1)).isEqualTo(100);
        assertThat(score(2.5, 1)).isEqualTo(12.5);
    }

    private static double score(double cpuDelay, int threads) {
        Recorded recorded = new Recorded();
        for (int i = 0; i < threads; i++) {
            // A busy thread, so that what it lost of the time that it wanted stays small.
            recorded.thread("t" + i, APPLICATION, 100 - cpuDelay, cpuDelay, 0);
        }
        return recorded.evaluate(Check.APPLICATION_CPU_DELAY).score().orElseThrow();
    }

    @Test
    void limitsCanBeSet() {
        recorded.thread("t", APPLICATION, 85, 15, 0);
        Threshold warning = Check.APPLICATION_CPU_DELAY.thresholds().get(1);
        assertThat(warning.id()).isEqualTo("tidewatch.ApplicationCpuDelay.warning");
        Finding finding =
                Findings.of(Check.APPLICATION_CPU_DELAY, recorded.input(), Thresholds.DEFAULTS.with(warning, 10));
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        // A warning limit below the other one is that one.
        Finding odd = Findings.of(Check.APPLICATION_CPU_DELAY, recorded.input(), Thresholds.DEFAULTS.with(warning, 0));
        assertThat(odd.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void aVoluntaryWaitIsNoFinding() {
        recorded.thread("idle", APPLICATION, 0, 0, 0).thread("rarely", APPLICATION, 0.5, 0.1, 0);
        assertThat(Findings.of(recorded.input()))
                .hasSize(Check.values().length)
                .allMatch(finding -> finding.score().orElse(0) < 25, "nothing")
                .extracting(Finding::severity)
                .doesNotContain(Severity.INFORMATION, Severity.WARNING);
    }

    @Test
    void manyThreadsThatEachLoseLittleAreOneFinding() {
        for (int i = 0; i < 100; i++) {
            recorded.thread("request-" + i, APPLICATION, 2, 3, 0);
        }
        Finding finding = recorded.evaluate(Check.APPLICATION_CPU_DELAY);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.threads()).isEmpty();
        assertThat(finding.summary())
                .isEqualTo(
                        "Application threads together waited for a CPU for 30.00 s, 60 % of the 50.00 s in which they did"
                                + " not wait voluntarily. Each of them alone lost less than 5 % of its time, or was there for a"
                                + " moment only.");
    }

    @Test
    void aThreadOfAMomentIsNotNamed() {
        long moment = Recorded.percent(0.1);
        ThreadTotals.Builder short1 = ThreadTotals.of("moment", 1, APPLICATION)
                .interval(moment, true)
                .add(Metric.USER_TIME, 0)
                .add(Metric.SYSTEM_TIME, 0)
                .add(Metric.CPU_DELAY, moment)
                .add(Metric.WAIT_TIME, 0);
        Finding finding =
                recorded.thread("long", APPLICATION, 50, 0, 0).with(short1).evaluate(Check.APPLICATION_CPU_DELAY);
        assertThat(finding.severity()).isEqualTo(Severity.OK);
        assertThat(finding.threads()).isEmpty();
    }

    @Test
    void gcAndCompilerThreadsHaveACheckOfTheirOwn() {
        recorded.thread("app", APPLICATION, 50, 0, 0)
                .thread("GC Thread#0", GARBAGE_COLLECTOR, 2, 3, 0)
                .thread("C2 CompilerThre", COMPILER, 4, 8, 0)
                .thread("VM Thread", JVM, 0, 40, 0);
        assertThat(recorded.evaluate(Check.APPLICATION_CPU_DELAY).severity()).isEqualTo(Severity.OK);
        Finding finding = recorded.evaluate(Check.JVM_CPU_DELAY);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(Recorded.names(finding)).containsExactly("C2 CompilerThre");
    }

    @Test
    void whatJvmThreadsLoseTogetherCountsFromATwentiethOfTheRecordingOn() {
        assertThat(lostByTwoCompilers(0.5)).isLessThan(Scale.INFORMATION);
        assertThat(lostByTwoCompilers(2.49)).isLessThan(Scale.INFORMATION);
        assertThat(lostByTwoCompilers(2.5)).isGreaterThan(Scale.WARNING);
    }

    /** Each for that part of the recording, and nine tenths of the time in which they did not wait voluntarily. */
    private static double lostByTwoCompilers(double cpuDelay) {
        return new Recorded()
                .thread("C1 CompilerThre", COMPILER, cpuDelay / 9, cpuDelay, 0)
                .thread("C2 CompilerThre", COMPILER, cpuDelay / 9, cpuDelay, 0)
                .evaluate(Check.JVM_CPU_DELAY)
                .score()
                .orElseThrow();
    }

    @Test
    void unknownIsNotZero() {
        ThreadTotals.Builder noBlockIo = ThreadTotals.of("t", 1, APPLICATION)
                .interval(Recorded.SPAN, true)
                .add(Metric.CPU_DELAY, 0)
                .add(Metric.WAIT_TIME, Recorded.SPAN);
        String line = "blockIoDelay swapInDelay: delay accounting was off; remedy: sysctl -w kernel.task_delayacct=1";
        recorded.with(noBlockIo).status(StatusFacts.of("taskstats", false, false, line, ""));
        Finding finding = recorded.evaluate(Check.BLOCK_IO_DELAY);
        assertThat(finding.severity()).isEqualTo(Severity.NOT_APPLICABLE);
        assertThat(finding.score()).isEmpty();
        assertThat(finding.summary())
                .isEqualTo(
                        "It is unknown how long threads other than the JVM's own service threads waited for block I/O:"
                                + " delay accounting was off.");
        assertThat(finding.remedy()).isEqualTo("sysctl -w kernel.task_delayacct=1");
        assertThat(recorded.evaluate(Check.THRASHING).severity()).isEqualTo(Severity.NOT_APPLICABLE);
    }

    @Test
    void blockIoOfAnIncompleteThreadIsALeastValue() {
        ThreadTotals.Builder half =
                recorded.totals("half", APPLICATION, 10, 0, 60).interval(Recorded.SPAN, false);
        Finding finding = recorded.with(half).evaluate(Check.BLOCK_IO_DELAY);
        assertThat(finding.summary())
                .startsWith("half waited for block I/O for at least 30 % of its time (6.00 s of 20.00 s).");

        ThreadTotals.Builder none = ThreadTotals.of("none", 2, APPLICATION)
                .interval(Recorded.SPAN, false)
                .add(Metric.THRASHING_DELAY, 0)
                .add(Metric.CPU_DELAY, 0);
        assertThat(none.build().get(Metric.THRASHING_DELAY)).isEmpty();
        assertThat(none.build().get(Metric.CPU_DELAY)).hasValue(0);
    }

    @Test
    void thrashingTakesTheLargerOfTwoThatOverlap() {
        Finding finding = recorded.with(recorded.totals("cache", APPLICATION, 10, 0, 60)
                        .add(Metric.THRASHING_DELAY, Recorded.percent(50))
                        .add(Metric.SWAP_IN_DELAY, Recorded.percent(30)))
                .evaluate(Check.THRASHING);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.summary()).contains("for 50 % of its time");
        assertThat(recorded.evaluate(Check.BLOCK_IO_DELAY).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void reclaimAndCompactionAddUp() {
        Finding finding = recorded.with(recorded.totals("allocating", APPLICATION, 90, 0, 0)
                        .add(Metric.RECLAIM_DELAY, Recorded.percent(6))
                        .add(Metric.COMPACTION_DELAY, Recorded.percent(5)))
                .evaluate(Check.RECLAIM);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.summary()).contains("allocating had to free or compact memory for 11 % of its time");
    }
}
