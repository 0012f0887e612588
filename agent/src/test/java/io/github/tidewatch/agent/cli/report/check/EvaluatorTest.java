package io.github.tidewatch.agent.cli.report.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.agent.cli.report.ChosenRecording;
import io.github.tidewatch.agent.cli.report.check.Outcome.Result;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What comes of assertions on recordings of chosen numbers. */
class EvaluatorTest {
    private static final long MILLIS = 1_000_000;

    private final ChosenRecording recording = new ChosenRecording(10);
    private final SpanDurations none = spans("max(any) < 1 s");

    private static SpanDurations spans(String assertion) {
        return new SpanDurations(Assertion.parse(assertion), ReadOptions.everything(), 1);
    }

    /** All causes are known; those not named are nothing. */
    private static Map<CpuDelayCause, Double> causes(Map<CpuDelayCause, Double> some) {
        Map<CpuDelayCause, Double> all = new EnumMap<>(CpuDelayCause.class);
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            all.put(cause, some.getOrDefault(cause, 0.0));
        }
        return all;
    }

    private Outcome outcome(String assertion) {
        return new Evaluator(recording.summary()).evaluate(Assertion.parse(assertion), none);
    }

    private Outcome outcome(String assertion, SpanDurations spans) {
        return new Evaluator(recording.summary()).evaluate(Assertion.parse(assertion), spans);
    }

    @Test
    void theThreadsOfAllGroupsWithSuchANameCountTogether() {
        recording.add("http-1", 11, 0, 10, 1, 0.5, 0);
        recording.add("http-2", 12, 0, 10, 1, 0.1, 0);
        recording.add("other", 13, 0, 10, 1, 9, 0);
        assertThat(outcome("cpuDelay(http-*) < 5 %").line())
                .isEqualTo("holds: cpuDelay(http-*) < 5 %: 3.0 % (600 ms of 20.00 s) of 2 threads");
        assertThat(outcome("cpuDelay(http-*) <= 600ms").result()).isEqualTo(Result.HOLDS);
        assertThat(outcome("cpuDelay(*) < 1 h").sentence()).isEqualTo("9.60 s of 3 threads");
        assertThat(outcome("cpuDelay(other) >= 90%").result()).isEqualTo(Result.HOLDS);
        assertThat(outcome("userTime(other) > 1.5 s").result()).isEqualTo(Result.INCONCLUSIVE);
    }

    @Test
    void aDelayThatTheProcessCausedItselfFailsWithItsCause() {
        recording.add("http-1", 11, 0, 10, 1, 2, 0);
        recording.cause(
                "http-*", 0, 10, 2, causes(Map.of(CpuDelayCause.OWN_THREADS, 1.9, CpuDelayCause.NEIGHBOR, 0.1)));
        assertThat(outcome("cpuDelay(http-*) < 5 %").line())
                .isEqualTo("fails: cpuDelay(http-*) < 5 %: 20.0 % (2.00 s of 10.00 s) of 1 thread; 95 % because other"
                        + " threads of this process had the CPUs (GC Thread#* used most CPU)");
    }

    @Test
    void aDelayThatWouldKeepToTheLimitWithoutOthersIsInconclusive() {
        recording.add("http-1", 11, 0, 10, 1, 2, 0);
        recording.cause(
                "http-*",
                0,
                10,
                2,
                causes(Map.of(CpuDelayCause.OWN_THREADS, 0.4, CpuDelayCause.NEIGHBOR, 1.1, CpuDelayCause.STEAL, 0.5)));
        assertThat(outcome("cpuDelay(http-*) < 5 %").line())
                .isEqualTo(
                        "inconclusive: cpuDelay(http-*) < 5 %: 20.0 % (2.00 s of 10.00 s) of 1 thread, but for 1.10 s of"
                                + " the CPU delay other processes or the kernel had the CPUs, for 500 ms of the CPU delay the"
                                + " hypervisor had them (steal)");
        assertThat(outcome("cpuDelay(http-*) < 3.9 %").result())
                .as("4 % are the process's own")
                .isEqualTo(Result.FAILS);
        assertThat(outcome("neighborDelay(http-*) < 5 %").result())
                .as("who asks for the others' part gets it")
                .isEqualTo(Result.FAILS);
        assertThat(outcome("ownThreadsDelay(http-*) < 5 %").result()).isEqualTo(Result.HOLDS);
        assertThat(outcome("ownThreadsDelay(http-*) < 3 %").result()).isEqualTo(Result.FAILS);
    }

    @Test
    void aDelayWithoutARecordedCauseMayBeOfOthers() {
        recording.add("http-1", 11, 0, 10, 1, 2, 0);
        assertThat(outcome("cpuDelay(http-*) < 5 %").line())
                .startsWith("inconclusive: ")
                .endsWith("but for 2.00 s of the CPU delay no cause is recorded");
        assertThat(outcome("quotaDelay(http-*) < 5 %").line())
                .startsWith("inconclusive: ")
                .contains("quotaDelay of these threads is unknown");
        recording.cause("http-*", 0, 10, 2, Map.of(CpuDelayCause.QUOTA, 1.7));
        assertThat(outcome("cpuDelay(http-*) < 17 %").result())
                .as("at least 17 % are of the quota")
                .isEqualTo(Result.FAILS);
        assertThat(outcome("cpuDelay(http-*) < 18 %").result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(outcome("stealDelay(http-*) < 5 %").result()).isEqualTo(Result.INCONCLUSIVE);
        recording.add("http-1", 11, 10, 10, 1, 1, 0);
        assertThat(outcome("quotaDelay(http-*) < 9 %").sentence())
                .isEqualTo(
                        "8.5 % (1.70 s of 20.00 s) of 1 thread, but of 1.00 s of the CPU delay this cause is not recorded");
    }

    @Test
    void whatIsUnknownIsNeverTakenForNothing() {
        recording.incomplete("early", 11, 0, 10, 1, 0);
        recording.add("late", 12, 0, 10, 1, 0, 0.5);
        assertThat(outcome("blockIoDelay(early) < 5 %").line())
                .startsWith("inconclusive: ")
                .contains("blockIoDelay of these threads is unknown");
        assertThat(outcome("blockIoDelay(*) < 5 %").line())
                .startsWith("inconclusive: blockIoDelay(*) < 5 %: 2.5 % (500 ms of 20.00 s) of 2 threads, but block-I/O"
                        + " delay is unknown in a part of the records");
        assertThat(outcome("blockIoDelay(*) < 2 %").result())
                .as("that much is certain")
                .isEqualTo(Result.FAILS);
        assertThat(outcome("blockIoDelay(*) < 60 %").result())
                .as("whatever is unknown")
                .isEqualTo(Result.HOLDS);
        assertThat(outcome("waitTime(early) < 80 %").result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(outcome("majorFaults(*) < 5").line()).contains("majorFaults of these threads is unknown");
        assertThat(outcome("monitorWait(*) < 5 %").line()).contains("monitorWait of these threads is unknown");
        assertThat(outcome("cpuDelay(http-*) < 5 %").line())
                .isEqualTo(
                        "inconclusive: cpuDelay(http-*) < 5 %: no group of threads has a name like http-*; there is late,"
                                + " early");
    }

    @Test
    void lostEventsLeaveNothingCertain() {
        recording.add("http-1", 11, 0, 10, 1, 0, 0);
        assertThat(outcome("cpuDelay(http-*) < 5 %").result()).isEqualTo(Result.HOLDS);
        recording.sums.status().lose(512);
        assertThat(outcome("cpuDelay(http-*) < 5 %").line())
                .startsWith("inconclusive: ")
                .contains("JFR lost 512 bytes");
    }

    @Test
    void aQuantileOfSpansIsExactWhereAllAreRecorded() {
        SpanDurations spans = spans("p99(checkout) < 200 ms");
        spans.threshold(0);
        for (int i = 1; i <= 200; i++) {
            spans.add(i * MILLIS, 0, "http-*");
        }
        assertThat(outcome("p50(checkout) <= 100 ms", spans).line())
                .isEqualTo("holds: p50(checkout) <= 100 ms: 100 ms of 200 spans");
        assertThat(outcome("p99(checkout) < 198 ms", spans).line())
                .isEqualTo("fails: p99(checkout) < 198 ms: 198 ms of 200 spans");
        assertThat(outcome("max(checkout) < 201 ms", spans).result()).isEqualTo(Result.HOLDS);
    }

    @Test
    void aQuantileOfTheLongSpansAloneIsAtMostSo() {
        SpanDurations spans = spans("p99(checkout) < 200 ms");
        spans.threshold(20 * MILLIS);
        spans.add(100 * MILLIS, 0, "http-*");
        assertThat(outcome("p99(checkout) < 200 ms", spans).result()).isEqualTo(Result.HOLDS);
        assertThat(outcome("p99(checkout) < 50 ms", spans).line())
                .isEqualTo(
                        "inconclusive: p99(checkout) < 50 ms: 100 ms of 1 span, but shorter spans than 20 ms are missing,"
                                + " so that it may be less: record with +tidewatch.Span#threshold=0ms");
        assertThat(outcome("max(checkout) < 50 ms", spans).result())
                .as("the longest is recorded")
                .isEqualTo(Result.FAILS);
        assertThat(outcome("max(checkout) < 50 ms", none).line()).contains("no span with a name like checkout");
    }

    @Test
    void aSpanThatWaitedForACpuThatOthersHadIsInconclusive() {
        recording.add("http-1", 11, 0, 10, 1, 0.1, 0);
        recording.cause("http-*", 0, 10, 0.1, causes(Map.of(CpuDelayCause.NEIGHBOR, 0.075)));
        SpanDurations spans = spans("p99(checkout) < 200 ms");
        spans.threshold(0);
        spans.add(240 * MILLIS, 80 * MILLIS, "http-*");
        assertThat(outcome("p99(checkout) < 200 ms", spans).line())
                .isEqualTo(
                        "inconclusive: p99(checkout) < 200 ms: 240 ms of 1 span, but others may have had the CPUs for"
                                + " 60 ms of it (DelayCause)");
        assertThat(outcome("p99(checkout) < 180 ms", spans).result()).isEqualTo(Result.FAILS);
    }

    @Test
    void whereOthersHadTheCpusOftenEveryWaitMayBeLongerForThat() {
        recording.add("http-1", 11, 0, 10, 1, 1, 0);
        recording.cause("http-*", 0, 10, 1, causes(Map.of(CpuDelayCause.NEIGHBOR, 0.5)));
        assertThat(outcome("waitTime(http-*) < 50 %").line())
                .startsWith("inconclusive: waitTime(http-*) < 50 %: 80.0 %")
                .contains("but other processes or the hypervisor had the CPUs for 25 % of the time");
        SpanDurations spans = spans("max(checkout) < 1 ms");
        spans.add(5 * MILLIS, 0, "http-*");
        assertThat(outcome("max(checkout) < 1 ms", spans).result()).isEqualTo(Result.INCONCLUSIVE);
    }

    @Test
    void whereADiskWasBusyByOthersBlockIoIsInconclusive() {
        recording.add("http-1", 11, 0, 10, 1, 0, 5);
        assertThat(outcome("blockIoDelay(http-*) < 5 %").result()).isEqualTo(Result.FAILS);
        recording.sums.disks().add("vda", "busy by others", 0, 2 * ChosenRecording.SECOND);
        recording.sums.disks().add("vda", "not busy", 2 * ChosenRecording.SECOND, 10 * ChosenRecording.SECOND);
        assertThat(outcome("blockIoDelay(http-*) < 5 %").line())
                .startsWith("inconclusive: ")
                .endsWith("but others kept a disk busy for 20 % of the time in which it was used");
    }

    @Test
    void whereNoCauseIsRecordedOthersMayBeWhyThreadsWaitLonger() {
        recording.add("http-1", 11, 0, 10, 1, 1, 0);
        assertThat(outcome("waitTime(http-*) < 50 %").line())
                .startsWith("inconclusive: waitTime(http-*) < 50 %: 80.0 %")
                .contains("but other processes or the hypervisor may have had the CPUs for 50 % of the time");
        recording.cause("http-*", 0, 10, 1, causes(Map.of(CpuDelayCause.OWN_THREADS, 1.0)));
        assertThat(outcome("waitTime(http-*) < 50 %").result()).isEqualTo(Result.FAILS);
    }

    @Test
    void aSpanIsInconclusiveWhereMostCpuDelayOfItsGroupHasNoRecordedCause() {
        recording.add("http-1", 11, 0, 10, 9, 0.8, 0);
        recording.cause("http-*", 0, 1, 0.2, causes(Map.of(CpuDelayCause.OWN_THREADS, 0.2)));
        SpanDurations spans = spans("p99(checkout) < 200 ms");
        spans.threshold(0);
        spans.add(240 * MILLIS, 80 * MILLIS, "http-*");
        assertThat(outcome("p99(checkout) < 200 ms", spans).line())
                .startsWith("inconclusive: ")
                .endsWith("but others may have had the CPUs for 60 ms of it (DelayCause)");
        assertThat(outcome("p99(checkout) < 180 ms", spans).result()).isEqualTo(Result.FAILS);
    }

    @Test
    void whereGroupsAreTooManyToBeKeptApartOnlyTheSumOfAllIsKnown() {
        recording.add("req-1", 11, 0, 10, 1, 0, 0);
        for (int i = 0; i < 5001; i++) {
            recording.add("job-" + i + "x", 1000 + i, 0, 1, 0, 0, 0);
        }
        assertThat(outcome("cpuDelay(req-*) < 5 %").line())
                .startsWith("inconclusive: ")
                .contains("threads of such a name may be in (others)");
        assertThat(outcome("cpuDelay(*) < 5 %").result()).isEqualTo(Result.HOLDS);
    }

    @Test
    void countsAreSumsOrRates() {
        recording.addUsage("t", 11, 0, 10, Metric.RECLAIM_DELAY, 2);
        assertThat(outcome("reclaimDelay(t) < 5 %").line()).startsWith("fails: reclaimDelay(t) < 5 %: 20.0 %");
        assertThat(Assertion.parse("majorFaults(t) <= 3 /s").bound().text(2.5)).isEqualTo("2.5/s");
        assertThat(Assertion.parse("storageReadBytes(t)<1.5MB/s").bound().text(2_000_000))
                .isEqualTo("2.0 MB/s");
        assertThat(Assertion.parse("storageReadBytes(t)<1.5MB").bound().holds(1_500_000))
                .isFalse();
    }

    @Test
    void whatCannotBeReadIsNamedWithWhatIsAllowed() {
        assertThatThrownBy(() -> Assertion.parse("cpuDelay http < 5 %"))
                .hasMessageContaining("'cpuDelay http < 5 %' is no assertion: allowed is METRIC(GROUP) < NUMBER UNIT");
        assertThatThrownBy(() -> Assertion.parse("cpuDelays(http-*) < 5 %"))
                .hasMessageContaining("there is no metric cpuDelays. Allowed are userTime, systemTime, cpuDelay,")
                .hasMessageContaining("neighborDelay")
                .hasMessageContaining("p99");
        assertThatThrownBy(() -> Assertion.parse("cpuDelay(http-*) < 5"))
                .hasMessageContaining(
                        "a unit is missing: cpuDelay takes % of the threads' time, or ns, us, ms, s, m, h.");
        assertThatThrownBy(() -> Assertion.parse("p99(checkout) < 5 %"))
                .hasMessageContaining("the unit is not %: p99 takes ns, us, ms, s, m, h.");
        assertThatThrownBy(() -> Assertion.parse("majorFaults(*) < 5 %")).hasMessageContaining("takes none, or /s");
        assertThatThrownBy(() -> Assertion.parse("p99( ) < 5 ms"))
                .hasMessageContaining("the name of a span is missing");
        assertThat(Assertion.parse("cpuDelay(a (b) < c) < 5 %").pattern()).isEqualTo("a (b) < c");
    }
}
