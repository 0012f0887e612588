package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.DelayAccountingSwitch;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Patience;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresDelayAccountingSwitch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host does to a JVM while it is recorded. */
@Tag("measures")
class HostChangesJvmTest {
    private static final Path SYSCTL = Path.of("/proc/sys/kernel/task_delayacct");
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path directory;

    @Tag("exhaustive")
    @Test
    void aStopOfThreeSecondsIsAnIntervalOfThreeSeconds() throws Exception {
        try (RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("")
                .jvmArgs("-XX:StartFlightRecording:filename=x.jfr")
                .main(Patience.Computing.class, "6000")
                .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(30));
            signal("-STOP", jvm);
            Thread.sleep(3000);
            signal("-CONT", jvm);
            assertThat(jvm.await(Duration.ofSeconds(30)).exitCode).isZero();
        }
        List<Delay> delays = Recorded.read(directory.resolve("x.jfr")).delays("busy");
        List<Delay> stopped =
                delays.stream().filter(d -> d.interval > 2.9 * SECOND).collect(Collectors.toList());
        assertThat(stopped).as("%s", delays).hasSize(1);
        Delay interval = stopped.get(0);
        assertThat(interval.user + interval.system + interval.cpuDelay + interval.blockIoDelay + interval.waitTime)
                .isEqualTo(interval.interval);
        // A stopped thread is not runnable: nobody keeps the CPU from it. If it waits for one when it is sampled
        // right
        // after, its delay up to the next sample may be reported in either of the two intervals.
        assertThat(Recorded.sum(delays, d -> d.waitTime)).as("%s", delays).isGreaterThan((long) (2.8 * SECOND));
        assertThat(interval.waitTime).as("%s", interval).isGreaterThan(2 * SECOND);
    }

    private static void signal(String signal, RunningJvm jvm) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(jvm.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    @RequiresDelayAccountingSwitch
    void delayAccountingThatComesAndGoesIsKnownOrUnknownButNeverAnInventedZero() throws Exception {
        RunningJvm.Result result;
        try (DelayAccountingSwitch off = DelayAccountingSwitch.set(false);
                RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                        .agent("")
                        .main(Patience.Switched.class, directory.toString())
                        .start()) {
            assertThat(off).isNotNull();
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(30));
            Files.writeString(SYSCTL, "1");
            Files.createFile(directory.resolve("go"));
            jvm.awaitLine(line -> line.startsWith("recorded until "), Duration.ofSeconds(30));
            Files.writeString(SYSCTL, "0");
            Files.createFile(directory.resolve("enough"));
            result = jvm.await(Duration.ofSeconds(30));
        }
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        long until = result.number("recorded until ") * 1_000_000;
        long from = result.number("recorded from ") * 1_000_000;
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.type("ThreadDelay").getField("blockIoDelay")).isNotNull();

        assertThat(recorded.delays("before")).hasSizeGreaterThan(10).noneMatch(d -> d.complete);
        List<Delay> after = recorded.delays("after");
        List<Delay> known = after.stream().filter(d -> d.complete).collect(Collectors.toList());
        List<Delay> unknown = after.stream().filter(d -> !d.complete).collect(Collectors.toList());
        assertThat(known).hasSizeGreaterThan(5).allMatch(d -> d.end() < from);
        assertThat(unknown).hasSizeGreaterThan(3);
        // What is reported after the switch is unknown, even of a stretch of waiting that was held back before it.
        assertThat(unknown.stream().filter(d -> d.end() < until))
                .as("unknown before %d", until)
                .hasSizeLessThan(2)
                .allMatch(d -> d.onCpu() == 0);
        assertThat(Recorded.sum(known, d -> d.interval))
                .as("known until %d", until)
                .isGreaterThan((until - after.get(0).begin) / 2);
        assertThat(recorded.status().getBoolean("delayAccounting")).isFalse();
        assertThat(recorded.status().getString("incompleteThreads")).contains("before");
    }
}
