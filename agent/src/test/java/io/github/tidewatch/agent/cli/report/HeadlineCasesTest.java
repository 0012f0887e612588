package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first sentences where something is unknown, a record lacks, or a part of the time is evaluated. */
class HeadlineCasesTest {
    private static final int LENGTH = 120;

    private final ChosenRecording recording = new ChosenRecording(LENGTH);

    @Test
    void aPoolIsOneThoughSomeOfItsThreadsAreBeyondTheLimitAndSomeNot() {
        for (int second = 0; second < LENGTH; second++) {
            for (int i = 1; i <= 8; i++) {
                recording.add("handler-" + i, 10 + i, second, 1, 0.01, 0, i <= 4 ? 0.108 : 0.092);
            }
        }
        assertThat(recording.headline())
                .isEqualTo("handler-*: of 8 threads, on average 0.8 were waiting for block I/O, 96.00 s in all.");
    }

    @Test
    void whatNoRecordExplainsIsNotGivenToACause() {
        for (int second = 0; second < LENGTH; second++) {
            recording.add("worker-1", 11, second, 1, 0.1, 0.8, 0);
        }
        recording.cause("worker-*", 118, 2, 1.6, Map.of(CpuDelayCause.QUOTA, 1.6));
        Summary summary = recording.summary();
        assertThat(recording.headline())
                .startsWith(
                        "worker-1 lost 80.0 % of its time, 96.00 s, waiting for a CPU: 1 point because the CPU quota was"
                                + " used up (GC Thread#* used most CPU), and 79 points without a recorded cause.");
        assertThat(summary.worthKnowing().get(0).summary())
                .contains("2 % because the CPU quota was used up")
                .contains("98 % without a recorded cause");
        assertThat(summary.worthKnowing().get(0).remedy())
                .as("no remedy follows from so little")
                .contains("Neither: something else on the host has the CPUs");
    }

    @Test
    void whatIsUnexplainedIsSaidThoughThreeCausesAreLarger() {
        allSeconds(Map.of(
                CpuDelayCause.QUOTA, 0.20,
                CpuDelayCause.NEIGHBOR, 0.15,
                CpuDelayCause.STEAL, 0.075,
                CpuDelayCause.UNEXPLAINED, 0.075,
                CpuDelayCause.OWN_THREADS, 0.0,
                CpuDelayCause.PLACEMENT, 0.0));
        assertThat(recording.summary().worthKnowing().get(0).summary())
                .contains("40 % because the CPU quota")
                .contains("30 % because other processes or the kernel had the CPUs")
                .contains("15 % because the hypervisor had the CPUs (steal)")
                .endsWith(", and 15 % unexplained.");
        assertThat(recording.headline())
                .contains("20 points because the CPU quota")
                .contains(", 8 points unexplained, and 8 points for other causes.");
    }

    @Test
    void partsThatTheRecordsDoNotHaveAreUnknownNotZero() {
        allSeconds(Map.of(CpuDelayCause.NEIGHBOR, 0.25));
        assertThat(recording.summary().worthKnowing().get(0).summary())
                .endsWith("50 % because other processes or the kernel had the CPUs, and 50 % from causes that cannot be"
                        + " determined here.");
    }

    private void allSeconds(Map<CpuDelayCause, Double> parts) {
        for (int second = 0; second < LENGTH; second++) {
            recording.add("worker-1", 11, second, 1, 0.1, 0.5, 0);
            recording.cause("worker-*", second, 1, 0.5, parts);
        }
    }

    @Test
    void adviceAboutGcWorkersStaysWhereTheProcessHasTheCpusItself() {
        for (int second = 0; second < LENGTH; second++) {
            recording.add("GC Thread#0", 0, second, 1, 0.2, 0.5, 0);
            recording.cause("GC Thread#*", second, 1, 0.5, Map.of(CpuDelayCause.OWN_THREADS, 0.5));
        }
        assertThat(recording.summary().findings())
                .filteredOn(finding -> finding.check() == Check.JVM_CPU_DELAY)
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy().lines())
                        .satisfiesExactly(
                                line -> assertThat(line)
                                        .isEqualTo("Own threads: make pools smaller, or give the process more CPUs."),
                                line -> assertThat(line).contains("-XX:ParallelGCThreads")));
    }

    @Test
    void whatIsKnownAsALeastValueIsCalledSo() {
        for (int second = 0; second < LENGTH; second++) {
            double bad = second >= 64 && second < 84 ? 0.6 : 0;
            recording.add("worker-1", 11, second, 1, 0.1, bad, 0);
            for (int i = 2; i <= 5; i++) {
                recording.incomplete("worker-" + i, 10 + i, second, 1, 0.1, bad);
            }
        }
        assertThat(recording.headline())
                .endsWith(
                        " In all 120.00 s, threads lost 60.00 s waiting for a CPU and at least 0 s waiting for block I/O.");
    }

    @Test
    void whatCannotBeSaidOfAPartIsSaidOfTheWhole() {
        for (int second = 0; second < LENGTH; second++) {
            boolean bad = second >= 64 && second < 84;
            recording.add("worker-1", 11, second, 1, 0.1, bad ? 0.6 : 0, 0);
            recording.addUsage("reader", 12, second, 1, Metric.RECLAIM_DELAY, 0.3);
        }
        assertThat(recording.headline())
                .startsWith("In the worst 20.00 s, from ")
                .contains("worker-1 lost 60.0 % of its time")
                .endsWith("; reader lost 30.0 % of its time, 36.00 s, freeing or compacting memory.");
    }

    @Test
    void whereTheTimeWentIsOfTheTimeThatIsEvaluated() {
        for (int second = 0; second < LENGTH; second++) {
            boolean bad = second >= 64 && second < 84;
            for (int i = 0; i < 40; i++) {
                recording.add("task" + (char) ('A' + i) + "x", 11 + i, second, 1, 0.4, bad ? 0.004 : 0, 0);
            }
        }
        assertThat(recording.headline())
                .startsWith("In the worst 20.00 s, from ")
                .contains(": No thread lost much of its time")
                .contains(" 8.00 s (profile it by jdk.ExecutionSample)")
                .doesNotContain("48.00 s");
    }

    @Test
    void shortThreadsThatLostALargerPartAreEvaluatedInTheirTime() {
        recording.add("pool-1-thread-1", 11, 0, 1, 0.3, 0.7, 0);
        recording.add("pool-2-thread-1", 12, 0, 2, 1, 1, 0);
        recording.add("main", 13, 0, 60, 58.34, 1.66, 0);
        assertThat(recording.headline())
                .startsWith("In the worst 2.00 s, from ")
                .contains(
                        ": pool-2-thread-1 lost 50.0 % of its time, 1.00 s, waiting for a CPU; pool-1-thread-1 lost 70.0 % of"
                                + " its time, 700 ms, waiting for a CPU. In all 120.00 s, threads lost 3.36 s waiting for a CPU and");
    }

    @Test
    void theSentenceNamesWhoLostMost() {
        ChosenRecording longer = new ChosenRecording(200);
        longer.add("pool-1-thread-1", 11, 0, 30, 27, 3, 0);
        longer.add("pool-2-thread-1", 12, 100, 30, 25.5, 4.5, 0);
        longer.add("main", 13, 0, 200, 193, 7, 0);
        assertThat(longer.headline())
                .startsWith("main lost 3.5 % of its time, 7.00 s, waiting for a CPU;"
                        + " pool-2-thread-1 lost 15.0 % of its time, 4.50 s, waiting for a CPU;"
                        + " pool-1-thread-1 lost 10.0 % of its time, 3.00 s, waiting for a CPU.");
    }
}
