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
import io.github.tidewatch.host.DiskTimes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
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

    /** By so much Flight Recorder's clock may differ from the system's. */
    private static final Duration CLOCKS = Duration.ofMillis(20);

    @TempDir
    Path directory;

    @Test
    void whatAQuotaTookIsTheQuotasInTheRecordingAndItsReport() throws Exception {
        Path file = directory.resolve("recording.jfr");
        Instant limited;
        Instant unlimited;
        try (CpuGroup group = CpuGroup.make();
                RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                        .launcher(group.launcher())
                        .agent("record=" + file)
                        .main(Apps.Burners.class, "7")
                        .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(60));
            Thread.sleep(1000);
            limited = Instant.now();
            group.limit(20_000);
            Thread.sleep(4000);
            group.limit(-1);
            unlimited = Instant.now();
            RunningJvm.Result result = jvm.await(Duration.ofSeconds(60));
            assertThat(result.exitCode).as(result.toString()).isZero();
        }
        Recorded recorded = Recorded.read(file);
        assertThat(recorded.events("CpuThrottling")).anySatisfy(throttling -> {
            assertThat(throttling.getDouble("cpus")).isEqualTo(0.2);
            assertThat(throttling.getLong("throttledPeriods")).isPositive();
        });
        isWithinOneInterval(recorded, "CpuThrottling", "throttledPeriods", limited, unlimited);
        isWithinOneInterval(recorded, "DelayCause", "quotaDelay", limited, unlimited);
        partsSumToTheDelay(recorded);
        Map<String, Long> sums = new HashMap<>();
        for (RecordedEvent cause : recorded.events("DelayCause")) {
            boolean during =
                    cause.getStartTime().isAfter(limited) && cause.getEndTime().isBefore(unlimited);
            if (during && cause.getString("threadGroup").equals("burner-*")) {
                PARTS.forEach(part -> sums.merge(part, cause.getLong(part), Long::sum));
            }
        }
        assertThat(sums).containsKey("quotaDelay");
        long quota = sums.remove("quotaDelay");
        assertThat(sums.values()).as("beside %d ns for the quota", quota).allMatch(other -> other < quota);
        assertThat(Tidewatch.here().run("report", file.toString()).out.replaceAll("\\s+", " "))
                .contains("because the CPU quota");
    }

    /** The records that have any of it are the intervals in which there was a quota: no interval before, and none after. */
    private static void isWithinOneInterval(
            Recorded recorded, String event, String amount, Instant limited, Instant unlimited) {
        assertThat(recorded.events(event))
                .filteredOn(record -> record.getLong(amount) > 0)
                .isNotEmpty()
                .allSatisfy(record -> {
                    assertThat(record.getEndTime()).isAfter(limited.minus(CLOCKS));
                    assertThat(record.getStartTime()).isBefore(unlimited.plus(CLOCKS));
                });
    }

    @Test
    void hostAndPressureAreRecordedWhereverTheKernelHasThem() throws Exception {
        Path file = directory.resolve("recording.jfr");
        RunningJvm.Result result;
        boolean usesDisk;
        try (RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("record=" + file)
                .main(Apps.Burners.class, "3")
                .start()) {
            usesDisk = writeToDisk(jvm);
            result = jvm.await(Duration.ofSeconds(60));
        }
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
        partsSumToTheDelay(recorded);
        checkDisks(recorded, usesDisk);
    }

    private static void checkDisks(Recorded recorded, boolean used) {
        assertThat(recorded.type("DiskUse") != null)
                .isEqualTo(DiskUses.of("self").isAvailable());
        assertThat(recorded.events("DiskUse")).allSatisfy(disk -> {
            assertThat(disk.getString("cause")).matches("this group's limit|(not )?busy( by (others|this group))?");
            assertThat(disk.getLong("busyTime")).isBetween(0L, disk.getLong("interval"));
        });
        if (used) {
            assertThat(recorded.events("DiskUse")).as("the disk was written to").isNotEmpty();
        }
    }

    /**
     * Writes to the build's disk while a process runs, from the control group in which it is; that of the temporary directory may
     * be memory.
     *
     * @return whether that is a device of which the host counts what it does
     */
    private static boolean writeToDisk(RunningJvm jvm) throws IOException, InterruptedException {
        Path file = Files.createTempFile(Path.of("target"), "disk-use", null);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (ProcessHandle.of(jvm.pid()).isPresent()) {
                channel.write(ByteBuffer.allocate(1 << 16), 0);
                channel.force(true);
                Thread.sleep(100);
            }
            long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
            String number = (device >> 8 & 0xfff) + ":" + ((device & 0xff) | (device >> 12 & 0xfff00));
            return DiskUses.of("self").isAvailable() && DiskTimes.read().containsKey(number);
        } finally {
            Files.delete(file);
        }
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
