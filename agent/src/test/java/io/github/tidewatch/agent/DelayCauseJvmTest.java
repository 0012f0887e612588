package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.CpuGroup;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.causes.DiskUses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events that say why threads did not get a CPU, in a recording as users make it. */
@Tag("measures")
class DelayCauseJvmTest {
    private static final List<String> PARTS = List.of(
            "quotaDelay", "ownThreadsDelay", "neighborDelay", "stealDelay", "placementDelay", "unexplainedDelay");

    @TempDir
    Path directory;

    @Test
    void whatAQuotaTookIsTheQuotasInTheRecordingAndItsReport() throws Exception {
        Path file = directory.resolve("recording.jfr");
        try (CpuGroup group = CpuGroup.make();
                RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                        .launcher(group.launcher())
                        .agent("record=" + file)
                        .main(Apps.Burners.class, "7")
                        .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(60));
            group.limit(20_000);
            Thread.sleep(5000);
            group.limit(-1);
            RunningJvm.Result result = jvm.await(Duration.ofSeconds(60));
            assertThat(result.exitCode).as(result.toString()).isZero();
        }
        Recorded recorded = Recorded.read(file);
        assertThat(recorded.events("CpuThrottling")).anySatisfy(throttling -> {
            assertThat(throttling.getDouble("cpus")).isEqualTo(0.2);
            assertThat(throttling.getLong("throttledPeriods")).isPositive();
        });
        partsSumToTheDelay(recorded);
        Map<String, Long> sums = new HashMap<>();
        for (RecordedEvent cause : recorded.events("DelayCause")) {
            if (cause.getString("threadGroup").equals("burner-*") && cause.getLong("quotaDelay") > 0) {
                PARTS.forEach(part -> sums.merge(part, cause.getLong(part), Long::sum));
            }
        }
        long quota = sums.remove("quotaDelay");
        assertThat(sums.values()).as("beside %d ns for the quota", quota).allMatch(other -> other < quota);
        assertThat(Tidewatch.here().run("report", file.toString()).out.replaceAll("\\s+", " "))
                .contains("because the CPU quota");
    }

    @Test
    void hostAndPressureAreRecordedWhereverTheKernelHasThem() throws Exception {
        Path file = directory.resolve("recording.jfr");
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("record=" + file)
                .main(Apps.Burners.class, "3")
                .run();
        assertThat(result.exitCode).as(result.toString()).isZero();
        Recorded recorded = Recorded.read(file);
        assertThat(recorded.events("HostCpu")).isNotEmpty().allSatisfy(host -> {
            assertThat(host.getInt("usableCpus")).isPositive().isLessThanOrEqualTo(host.getInt("onlineCpus"));
            assertThat(host.getLong("busyTime") + host.getLong("idleTime")).isPositive();
        });
        assertThat(recorded.events("HostCpu")).anyMatch(host -> host.getLong("ownTime") > 0);
        if (hasPressure()) {
            assertThat(recorded.events("Pressure")).isNotEmpty().allSatisfy(pressure -> assertThat(
                            pressure.getLong("hostCpuSome"))
                    .isNotNegative());
        } else {
            assertThat(recorded.events("Pressure")).isEmpty();
        }
        assertThat(recorded.events("DiskUse")).allSatisfy(disk -> {
            assertThat(disk.getString("cause")).matches("this group's limit|(not )?busy( by (others|this group))?");
            assertThat(disk.getLong("busyTime")).isBetween(0L, disk.getLong("interval"));
        });
        assertThat(recorded.type("DiskUse") != null)
                .isEqualTo(DiskUses.of("self").isAvailable());
        partsSumToTheDelay(recorded);
    }

    private static boolean hasPressure() {
        try {
            return Files.readString(Path.of("/proc/pressure/cpu")).startsWith("some");
        } catch (IOException e) {
            return false; // also where the kernel has it, but switched off
        }
    }

    private static void partsSumToTheDelay(Recorded recorded) {
        assertThat(recorded.events("DelayCause")).allSatisfy(cause -> {
            long sum = 0;
            for (String part : PARTS) {
                if (cause.hasField(part)) {
                    assertThat(cause.getLong(part)).as(part).isNotNegative();
                    sum += cause.getLong(part);
                }
            }
            assertThat(sum).as("%s", cause).isEqualTo(cause.getLong("cpuDelay"));
        });
    }
}
