package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.agent.cli.report.render.Headline;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.timeline.CauseRecord;
import io.github.tidewatch.timeline.Coverage;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first sentences of a report, of numbers that were chosen. */
class HeadlineTest {
    private static final long SECOND = 1_000_000_000;
    private static final int LENGTH = 120;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final RecordedSums sums = new RecordedSums(ReadOptions.everything(), Coverage.of(0, LENGTH * SECOND));

    @Test
    void aBadMinuteIsEvaluatedThoughTheNightWasIdle() {
        for (int second = 0; second < LENGTH; second++) {
            boolean bad = second >= 64 && second < 84;
            for (int i = 1; i <= 4; i++) {
                add("http-nio-" + i, 10 + i, second, 50, bad ? 600 : 0, 0);
            }
        }
        assertThat(headline())
                .startsWith("In the worst 20.00 s, from " + TIME.format(Instant.ofEpochSecond(64)) + ": http")
                .contains(": http-nio-* (4 threads) lost 60.0 % of their time, 48.00 s, waiting for a CPU.")
                .endsWith(" In all 120.00 s, threads lost 48.00 s waiting for a CPU and 0 s waiting for block I/O.");
    }

    @Test
    void theStartOfTheJvmIsNoHeadline() {
        sums.host().started(0);
        for (int second = 0; second < LENGTH; second++) {
            add("main", 11, second, 300, second < 8 ? 600 : 0, 0);
            add("worker-1", 12, second, 300, 60, 0);
        }
        assertThat(headline())
                .startsWith("After the JVM's start, from ")
                .contains(": worker-1 lost 6.0 % of its time, ")
                .doesNotContain("main");
    }

    @Test
    void whatIsTheSameAllTheTimeIsEvaluatedAsOne() {
        for (int second = 0; second < LENGTH; second++) {
            add("worker-1", 12, second, 300, 250 + 10 * (second % 5), 0);
        }
        assertThat(headline()).startsWith("worker-1 lost 27.0 % of its time, 32.40 s, waiting for a CPU.");
    }

    @Test
    void mostTimeLostComesFirstNotTheHighestScore() {
        for (int second = 0; second < LENGTH; second++) {
            for (int i = 1; i <= 4; i++) {
                add("worker-" + i, 10 + i, second, 500, 60, 0);
            }
            add("C2 CompilerThre", 20, second, 20, 25, 0);
        }
        Summary summary = summary();
        assertThat(Headline.of(summary)).startsWith("worker-* (4 threads) lost 6.0 % of their time, 28.80 s");
        assertThat(summary.worthKnowing().get(0).check()).isEqualTo(Check.APPLICATION_CPU_DELAY);
    }

    @Test
    void aPoolIsCountedInThreadsWhereThePercentageOfEachHidesIt() {
        for (int second = 0; second < LENGTH; second++) {
            for (int i = 1; i <= 8; i++) {
                add("handler-" + i, 10 + i, second, 10, 0, second % 8 == i - 1 ? 800 : 0);
            }
        }
        assertThat(headline())
                .isEqualTo("handler-*: of 8 threads, on average 0.8 were waiting for block I/O, 96.00 s in all.");
    }

    @Test
    void aSubsetIsNamedWithItsWhole() {
        for (int second = 0; second < LENGTH; second++) {
            for (int i = 1; i <= 16; i++) {
                add("worker-" + i, 10 + i, second, 100, i <= 4 ? 300 : 0, 0);
            }
        }
        assertThat(headline()).startsWith("worker-* (4 of 16 threads) lost 30.0 % of their time, 144.00 s");
    }

    @Test
    void whereNoThreadLostMuchItSaysWhereTheTimeWentAndWhatToLookAt() {
        for (int second = 0; second < LENGTH; second++) {
            add("worker-1", 11, second, 400, 0, 0);
        }
        assertThat(headline())
                .isEqualTo(
                        "No thread lost much of its time (0.0 % waiting for a CPU, 0.0 % waiting for block I/O). Most CPU"
                                + " time: worker-1 48.00 s (profile it by jdk.ExecutionSample). 60.0 % of the threads' time they"
                                + " waited voluntarily, for locks, pools, timers or the network (jdk.JavaMonitorEnter, jdk.ThreadPark"
                                + " and jdk.SocketRead say for which).");
    }

    @Test
    void theCauseOfTheDelayIsSaidInPointsOfTheThreadsTime() {
        for (int second = 0; second < LENGTH; second++) {
            add("http-nio-1", 11, second, 100, 410, 0);
            add("http-nio-2", 12, second, 100, 410, 0);
            cause("http-nio-*", second, 820, Map.of(CpuDelayCause.QUOTA, 720, CpuDelayCause.NEIGHBOR, 100));
        }
        Summary summary = summary();
        assertThat(Headline.of(summary))
                .startsWith(
                        "http-nio-* (2 threads) lost 41.0 % of their time, 98.40 s, waiting for a CPU: 36 points because"
                                + " the CPU quota was used up (GC Thread#* used most CPU), and 5 points because other processes or the kernel had the"
                                + " CPUs.");
        Finding finding = summary.worthKnowing().get(0);
        assertThat(finding.summary())
                .endsWith(
                        " Of this wait, 88 % because the CPU quota was used up (GC Thread#* used most CPU), and 12 % because"
                                + " other processes or the kernel had the CPUs.");
        assertThat(finding.remedy().lines())
                .as("what follows from the causes, in their order")
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("CPU quota: raise it"),
                        second -> assertThat(second).startsWith("Other processes: pidstat"));
    }

    @Test
    void withoutDelayCausesTheThreeThatAreUsualAreNamed() {
        for (int second = 0; second < LENGTH; second++) {
            add("http-nio-1", 11, second, 100, 410, 0);
        }
        assertThat(summary().worthKnowing().get(0).remedy().lines()).hasSize(3);
    }

    private String headline() {
        return Headline.of(summary());
    }

    private Summary summary() {
        return Summary.of(List.of(Path.of("some.jfr")), sums, List.of());
    }

    private void cause(String group, int second, long millis, Map<CpuDelayCause, Integer> parts) {
        CauseRecord record = new CauseRecord();
        record.threadGroup = group;
        record.begin = second * SECOND;
        record.end = record.begin + SECOND;
        record.cpuDelay = millis * 1_000_000;
        record.mostCpuGroup = "GC Thread#*";
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            Integer part = parts.get(cause);
            record.set(cause, part == null ? DelayCauseTotals.UNKNOWN : part * 1_000_000L);
        }
        sums.causes().add(record);
    }

    /** A second of a thread, in milliseconds; the rest is voluntary wait. */
    private void add(String name, long tid, int second, long user, long cpuDelay, long blockIo) {
        ThreadRecord record = new ThreadRecord();
        record.name = name;
        record.tid = tid;
        record.javaId = name.startsWith("C2") ? 0 : tid;
        record.begin = second * SECOND;
        record.end = record.begin + SECOND;
        record.totals.addInterval(SECOND, true);
        record.totals.add(Metric.USER_TIME, user * 1_000_000);
        record.totals.add(Metric.SYSTEM_TIME, 0);
        record.totals.add(Metric.CPU_DELAY, cpuDelay * 1_000_000);
        record.totals.add(Metric.BLOCK_IO_DELAY, blockIo * 1_000_000);
        record.totals.add(Metric.WAIT_TIME, SECOND - (user + cpuDelay + blockIo) * 1_000_000);
        sums.add(record);
    }
}
