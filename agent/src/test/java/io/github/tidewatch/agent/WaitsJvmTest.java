package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.BlkioThrottle;
import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.DelayAccountingSwitch;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import io.github.tidewatch.agent.testing.Witnesses;
import io.github.tidewatch.agent.testing.Workloads;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that wait: for a slow disk, or voluntarily. */
@Tag("measures")
class WaitsJvmTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void areBlockIoOrVoluntary() throws Exception {
        // Below the build, since the directory for temporary files often lies in memory.
        Path file = Files.createTempFile(Paths.get("target").toAbsolutePath(), "waits", "");
        try (DelayAccountingSwitch on = DelayAccountingSwitch.set(true)) {
            fill(file);
            try (BlkioThrottle throttle = BlkioThrottle.reads(file, 10 * MIB)) {
                assertThat(on).isNotNull();
                RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                        .launcher(throttle.launcher())
                        .agent("")
                        .main(Workloads.Waits.class, "x.jfr", file.toString(), "6")
                        .run();
                assertThat(result.exitCode).as("%s", result).isZero();
                check(result.stdout);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void fill(Path file) throws Exception {
        byte[] content = new byte[16 * MIB];
        new Random(1).nextBytes(content);
        Files.write(file, content);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void check(String stdout) throws Exception {
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        Witnesses witnesses = Witnesses.parse(stdout, "waits");
        for (Map.Entry<Long, String> thread : Witness.threads(stdout).entrySet()) {
            List<Delay> delays = recorded.delays(thread.getKey());
            double wall = Recorded.sum(delays, d -> d.interval);
            double blockIo = Recorded.sum(delays, d -> d.blockIoDelay) / wall;
            double discarded = Recorded.sum(delays, d -> d.discarded) / wall;
            double cpuDelay = Recorded.sum(delays, d -> d.cpuDelay) / wall;
            double waiting = Recorded.sum(delays, d -> d.waitTime) / wall;
            System.out.printf(
                    "%s: block I/O %.4f, discarded %.4f, CPU delay %.4f, waiting %.4f of %.2f s%n",
                    thread.getValue(), blockIo, discarded, cpuDelay, waiting, wall / 1e9);
            // On a busy host a thread that wakes up waits for a CPU, and schedstat says for how long, but for what the
            // hypervisor took.
            long wanted = witnesses.mostGrowth(thread.getKey(), task -> task.cpuDelay) + witnesses.stolen();
            boolean kept = wanted > 0.02 * wall;
            if (kept) {
                System.out.println("  skipped: whether it waits by nothing else, since others keep the CPUs busy");
            }
            // The first claim of a kernel that counts block I/O wrongly may be undecidable; the others are not.
            assertThat(delays.subList(1, delays.size())).allMatch(delay -> delay.complete);
            assertThat(wall).isGreaterThan(0.97 * witnesses.wall());
            if (thread.getValue().equals("disk-reader")) {
                assertThat(blockIo).isGreaterThan(0.5);
                assertThat(kept || cpuDelay < 0.02).isTrue();
                // The kernel's own counter may claim more than there is time for: Linux 6.12 and later do, now and
                // then.
                double claimed = witnesses.growth(thread.getKey(), task -> task.blockIoDelay) / wall;
                double possible = blockIo + waiting;
                assertThat(blockIo).isBetween(Math.min(claimed, possible) - 0.03, claimed + 0.02);
                witnesses.confirmCpuDelay(delays, thread.getKey());
            } else {
                assertThat(waiting + cpuDelay).isGreaterThan(0.97);
                if (!kept) {
                    assertThat(waiting).isGreaterThan(0.95);
                }
                assertThat(blockIo).isLessThan(0.01);
            }
        }
    }
}
