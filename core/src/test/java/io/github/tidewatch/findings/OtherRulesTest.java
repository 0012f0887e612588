package io.github.tidewatch.findings;

import static io.github.tidewatch.metrics.ThreadKind.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.ThreadKinds;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherRulesTest {
    private final Recorded recorded = new Recorded();

    @Test
    void majorFaultsCountAsFarAsTheyCost() {
        recorded.with(recorded.totals("mapped", APPLICATION, 10, 0, 50).add(Metric.MAJOR_FAULTS, 5_000))
                .with(recorded.totals("read ahead", APPLICATION, 90, 0, 0.1).add(Metric.MAJOR_FAULTS, 5_000));
        Finding finding = recorded.evaluate(Check.MAJOR_FAULTS);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(Recorded.names(finding)).containsExactly("mapped");
        assertThat(finding.summary()).isEqualTo("mapped had 500 major page faults per second (5000 in all).");
    }

    @Test
    void majorFaultsCountFullyWhereTheirCostIsUnknown() {
        ThreadTotals.Builder unknown = ThreadTotals.of("t", 1, APPLICATION)
                .interval(Recorded.SPAN, true)
                .add(Metric.MAJOR_FAULTS, 2_000);
        assertThat(recorded.with(unknown).evaluate(Check.MAJOR_FAULTS).score()).hasValue(75);
    }

    @Test
    void involuntarySwitchesAreComparedWithTheCpuTime() {
        recorded.with(recorded.totals("taking turns", APPLICATION, 50, 50, 0).add(Metric.INVOLUNTARY_SWITCHES, 1_500))
                .with(recorded.totals("pushed aside", APPLICATION, 50, 10, 0).add(Metric.INVOLUNTARY_SWITCHES, 25_000))
                .with(recorded.totals("hardly there", APPLICATION, 0.1, 0, 0).add(Metric.INVOLUNTARY_SWITCHES, 1_000));
        Finding finding = recorded.evaluate(Check.INVOLUNTARY_SWITCHES);
        assertThat(Recorded.names(finding)).containsExactly("pushed aside");
        assertThat(finding.score()).hasValue(75);
    }

    @Test
    void withoutUsageRecordsFaultsAndSwitchesAreUnknown() {
        recorded.with(ThreadTotals.of("t", 1, APPLICATION).interval(Recorded.SPAN, true));
        assertThat(recorded.evaluate(Check.INVOLUNTARY_SWITCHES).severity()).isEqualTo(Severity.NOT_APPLICABLE);
        assertThat(recorded.evaluate(Check.MAJOR_FAULTS).summary())
                .isEqualTo(
                        "The number of major page faults per second is unknown: there is no tidewatch.ThreadUsage event"
                                + " with majorFaults.");
    }

    @Test
    void blindSpotsNameCauseAndRemedy() {
        String missing = "blockIoDelay: delay accounting was off when the agent was loaded; remedy: sysctl -w"
                + " kernel.task_delayacct=1\nirqDelay: taskstats is not permitted; remedy: grant CAP_NET_ADMIN";
        Finding finding = recorded.with(ThreadTotals.of("t", 1, APPLICATION).interval(Recorded.SPAN, true))
                .status(StatusFacts.of("procfs", false, false, missing, ""))
                .evaluate(Check.BLIND_SPOTS);
        assertThat(finding.severity()).isEqualTo(Severity.INFORMATION);
        assertThat(finding.score())
                .as("the same in all output: JMC draws scores from 25 on in yellow and red")
                .hasValue(24);
        assertThat(finding.explanation()).contains("taskstats is not permitted").doesNotContain("remedy");
        assertThat(finding.remedy()).isEqualTo("sysctl -w kernel.task_delayacct=1\ngrant CAP_NET_ADMIN");
    }

    @Test
    void aBlankLineOfWhatIsMissingIsNoBlindSpot() {
        assertThat(StatusFacts.of("taskstats", true, true, "\nquotaDelay: hidden; remedy: none\n", "")
                        .missing())
                .singleElement()
                .satisfies(one -> assertThat(one.what()).isEqualTo("quotaDelay"));
    }

    @Test
    void withoutARecordOfWhyThreadsWaitedNoCauseIsKnown() {
        DelayCauseTotals totals = new DelayCauseTotals();
        totals.add("a", 5, "", cause -> 1);
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            assertThat(totals.of("b"::equals).get(cause)).isEmpty();
            assertThat(totals.of("a"::equals).get(cause)).hasValue(1);
        }
    }

    @Test
    void blindSpotsNameIncompleteThreads() {
        Finding finding = recorded.thread("t", APPLICATION, 1, 1, 1)
                .with(ThreadTotals.of("main", 1, APPLICATION).interval(Recorded.SPAN, false))
                .evaluate(Check.BLIND_SPOTS);
        assertThat(finding.severity()).isEqualTo(Severity.INFORMATION);
        assertThat(finding.summary())
                .isEqualTo("Block-I/O delay is unknown for 1 thread of the application in part or wholly: main.");
        assertThat(Recorded.names(finding)).containsExactly("main");
    }

    @Test
    void blindSpotsAreOkWhereEverythingIsKnown() {
        assertThat(recorded.thread("t", APPLICATION, 1, 1, 1)
                        .evaluate(Check.BLIND_SPOTS)
                        .score())
                .hasValue(0);
    }

    @Test
    void overheadNamesCostAndLostSamples() {
        recorded.thread("t", APPLICATION, 1, 1, 1);
        assertThat(recorded.evaluate(Check.OVERHEAD).severity()).isEqualTo(Severity.NOT_APPLICABLE);

        Finding cheap = recorded.overhead(overhead(0, 0.001)).evaluate(Check.OVERHEAD);
        assertThat(cheap.severity()).isEqualTo(Severity.OK);
        assertThat(cheap.summary())
                .isEqualTo("Sampling took 10 ms of CPU time, 0.10 % of one CPU in 10 passes with 1000 samples of"
                        + " threads; none was lost.");

        assertThat(recorded.overhead(overhead(0, 0.1)).evaluate(Check.OVERHEAD).score())
                .hasValue(75);
        Finding losing = recorded.overhead(overhead(200, 0)).evaluate(Check.OVERHEAD);
        assertThat(losing.severity()).isEqualTo(Severity.WARNING);
        assertThat(losing.summary()).endsWith("200 of 1200 were lost.");
        OverheadFacts unknown = new OverheadFacts(10, 1000, 0, 0, OptionalLong.empty(), 1);
        assertThat(recorded.overhead(unknown).evaluate(Check.OVERHEAD).summary())
                .contains("an unknown CPU time");
        OverheadFacts stretched = new OverheadFacts(10, 1000, 0, 0, OptionalLong.of(1), 3);
        assertThat(recorded.overhead(stretched).evaluate(Check.OVERHEAD).summary())
                .contains("Intervals took up to 3 periods each");
    }

    private static OverheadFacts overhead(long lost, double cpus) {
        OptionalLong cpuTime = OptionalLong.of(Math.round(cpus * Recorded.SPAN));
        return new OverheadFacts(10, 1000, 0, lost, cpuTime, 1);
    }

    @Test
    void anEmptyRecordingHasNoApplicableCheck() {
        RuleInput nothing = RuleInput.ofSpan(0).build();
        assertThat(Findings.of(nothing))
                .hasSize(Check.values().length)
                .allMatch(finding -> finding.severity() == Severity.NOT_APPLICABLE);
    }

    @Test
    void everyCheckExplainsItself() {
        for (Check check : Check.values()) {
            assertThat(check.description()).isNotBlank();
            assertThat(check.thresholds())
                    .allMatch(threshold -> threshold.id().startsWith(check.id() + ".")
                            && !threshold.label().isBlank()
                            && threshold.defaultValue() > 0);
        }
    }

    @Test
    void kindsGoByNameUnlessTheApplicationNamedIt() {
        assertThat(ThreadKinds.of("GC Thread#0", false)).isEqualTo(ThreadKind.GARBAGE_COLLECTOR);
        assertThat(ThreadKinds.of("GC Thread#0", true)).isEqualTo(ThreadKind.APPLICATION);
        assertThat(ThreadKinds.of("C2 CompilerThre", false)).isEqualTo(ThreadKind.COMPILER);
        assertThat(ThreadKinds.of("VM Thread", false)).isEqualTo(ThreadKind.JVM);
        assertThat(ThreadKinds.of("Finalizer", true)).isEqualTo(ThreadKind.JVM);
        assertThat(ThreadKinds.of("worker", false)).isEqualTo(ThreadKind.APPLICATION);
    }

    /** Threads and groups as recordings of JDK 17 and 25 have them. */
    @ParameterizedTest
    @CsvSource({
        "Reference Handler, system, JVM",
        "Finalizer, system, JVM",
        "Finalizer, main, APPLICATION",
        "Signal Dispatcher, system, JVM",
        "Common-Cleaner, InnocuousThreadGroup, JVM",
        "Common-Cleaner, tomcat, APPLICATION",
        "JFR Recorder Thread, system, JVM",
        "JFR Periodic Tasks, main, JVM",
        "JFR Shutdown Hook, main, JVM",
        "DestroyJavaVM, main, JVM",
        "GC Thread#0, main, APPLICATION",
        "C2 CompilerThread0, main, APPLICATION",
        "Tidewatch, system, TIDEWATCH",
        "Tidewatch Block I/O, system, TIDEWATCH",
        "Tidewatch Block I/O, main, APPLICATION",
        "Cleaner-0, InnocuousThreadGroup, APPLICATION",
        "ForkJoinPool-1-worker-1, CarrierThreads, CARRIER",
        "VirtualThread-1-carrier-2, CarrierThreads, CARRIER",
        "ForkJoinPool-1-worker-1, main, APPLICATION",
    })
    void aJavaThreadIsTheJvmsOnlyByNameAndGroup(String name, String group, ThreadKind kind) {
        assertThat(ThreadKinds.of(name, true, group)).isEqualTo(kind);
    }

    @Test
    void aThreadOfTheApplicationWithANameOfTheJvmsJoinsNoRoleOfIt() {
        assertThat(ThreadGroups.of("GC Thread#0", ThreadKind.GARBAGE_COLLECTOR)).isEqualTo("GC Thread#*");
        assertThat(ThreadGroups.of("GC Thread#0", APPLICATION)).isEqualTo("GC Thread#* (application)");
        assertThat(ThreadGroups.of("worker-7", APPLICATION)).isEqualTo("worker-*");
        String others = ThreadGroups.of("Tidewatch 7", APPLICATION);
        assertThat(others).isEqualTo("Tidewatch * (application)");
        assertThat(ThreadGroups.isTidewatch(others)).isFalse();
        assertThat(ThreadGroups.isTidewatch(ThreadGroups.of("Tidewatch Block I/O", ThreadKind.TIDEWATCH)))
                .isTrue();
    }

    @Test
    void carriersAreOneGroupAndNoOtherThreadIsOfIt() {
        assertThat(ThreadGroups.of("ForkJoinPool-1-worker-1", ThreadKind.CARRIER))
                .isEqualTo(ThreadGroups.of("ForkJoinPool-2-worker-9", ThreadKind.CARRIER))
                .isEqualTo("carriers");
        assertThat(ThreadGroups.of("carriers", APPLICATION)).isEqualTo("carriers (application)");
        assertThat(ThreadGroups.of("ForkJoinPool-1-worker-1", APPLICATION)).isEqualTo("ForkJoinPool-1-worker-*");
    }

    @Test
    void carriersCountAsThreadsOfTheApplication() {
        Finding finding = recorded.thread("ForkJoinPool-1-worker-1", ThreadKind.CARRIER, 50, 50, 0)
                .evaluate(Check.APPLICATION_CPU_DELAY);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.threads()).hasSize(1);
    }

    @Test
    void remedyOfWhatIsMissingIsNotToSwitchOnWhatIsOn() {
        recorded.with(ThreadTotals.of("main", 1, APPLICATION).interval(Recorded.SPAN, false))
                .thread("t", APPLICATION, 1, 1, 1);
        assertThat(recorded.status(StatusFacts.of("taskstats", true, true, "", ""))
                        .evaluate(Check.BLIND_SPOTS)
                        .remedy())
                .isEmpty();
        assertThat(recorded.status(StatusFacts.of("taskstats", false, true, "", ""))
                        .evaluate(Check.BLIND_SPOTS)
                        .remedy())
                .isEqualTo("Delay accounting is on now, but these threads began before: restart the JVM.");
        assertThat(recorded.status(StatusFacts.of("taskstats", true, false, "", ""))
                        .evaluate(Check.BLIND_SPOTS)
                        .remedy())
                .isEqualTo("Switch delay accounting on before the JVM starts: sysctl -w kernel.task_delayacct=1");
    }

    @Test
    void noFindingIsAboutOurOwnThreads() {
        for (String name : List.of("Tidewatch", "Tidewatch Block I/O")) {
            ThreadKind kind = ThreadKinds.of(name, true);
            assertThat(kind).isEqualTo(ThreadKind.TIDEWATCH);
            recorded.with(recorded.totals(name, kind, 5, 90, 5)
                    .add(Metric.MAJOR_FAULTS, 1_000_000)
                    .add(Metric.INVOLUNTARY_SWITCHES, 1_000_000)
                    .add(Metric.SWAP_IN_DELAY, Recorded.SPAN / 2)
                    .add(Metric.RECLAIM_DELAY, Recorded.SPAN / 2));
        }
        assertThat(ThreadKinds.of("Tidewatch Block", false)).isEqualTo(ThreadKind.TIDEWATCH);
        assertThat(ThreadKinds.of("Tidewat..lances", false)).isEqualTo(ThreadKind.TIDEWATCH);
        recorded.thread("t", APPLICATION, 1, 0, 0);
        assertThat(Findings.of(recorded.input()))
                .allMatch(finding ->
                        finding.threads().isEmpty() && !finding.summary().contains("Tidewatch Bl"));
    }

    @Test
    void aNameOfAnyLengthIsCutInTheSentence() {
        String sql = "SELECT \u001b " + "x".repeat(9000) + "\ud83d\ude00 WHERE id=17";
        Finding finding = recorded.thread(sql, APPLICATION, 10, 90, 0).evaluate(Check.APPLICATION_CPU_DELAY);
        assertThat(finding.summary())
                .hasSizeLessThan(200)
                .startsWith("SELECT ? xxx")
                .contains("xx\ud83d\ude00 WHERE id=17 waited for a CPU for 90 % of its time");
    }
}
