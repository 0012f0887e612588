package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.causes.DiskUse;
import io.github.tidewatch.causes.DiskUses;
import io.github.tidewatch.host.DiskTimes;
import io.github.tidewatch.testing.RequiresCgroupV1;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.RequiresRoot;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
@RequiresCgroupV1("blkio")
@RequiresProgram({"dd", "stat"})
@Timeout(value = 1, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = java.util.concurrent.TimeUnit.MINUTES)
class DiskUsesKernelTest {
    private static final int LIMIT = 1 << 19;

    @TempDir
    Path directory;

    @Test
    void aProcessThatReadsUnderALimitWaitsForItsGroupsLimit() throws Exception {
        Path file = directory.resolve("file");
        Files.write(file, new byte[8 * LIMIT]);
        Workbench.command("sync", file.toString());
        String device = device(file);
        Skip.unless(DiskTimes.read().containsKey(device), "the temporary directory is on no block device: " + device);
        try (CgroupV1 group = new CgroupV1("blkio")) {
            group.set("blkio.throttle.read_bps_device", device + " " + LIMIT);
            Process reader = new ProcessBuilder(
                            "sh",
                            "-c",
                            "read line; exec dd if=" + file + " of=/dev/null iflag=direct bs=16k status=none")
                    .start();
            try {
                group.addProcess(reader.pid());
                reader.getOutputStream().write('\n');
                reader.getOutputStream().flush();
                DiskUses disks = DiskUses.of(Long.toString(reader.pid()));
                Thread.sleep(500);
                disks.read(System.nanoTime());
                disks.advance();
                Thread.sleep(2000);
                disks.read(System.nanoTime());

                assertThat(disks.hasGroup()).isTrue();
                assertThat(disks.uses()).hasSize(1);
                DiskUse use = disks.uses().get(0);
                assertThat(use.cause()).as("%s of the limit", use.limitUse).isEqualTo(DiskUse.Cause.LIMIT);
            } finally {
                reader.destroyForcibly().waitFor();
            }
        }
    }

    /** In decimal, as the kernel writes it. */
    private static String device(Path file) throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%d", file.toString()).start();
        long number = Long.parseLong(
                new String(stat.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).trim());
        return (number >> 8 & 0xfff) + ":" + ((number & 0xff) | (number >> 12 & 0xfff00));
    }
}
