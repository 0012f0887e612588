package io.github.tidewatch.causes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUsesTest {
    private static final long SECOND = 1_000_000_000;
    private static final int MB = 1_000_000;
    private static final String V1 = "sys/fs/cgroup/blkio/pod/blkio.throttle.";
    private static final String V2 = "sys/fs/cgroup/";

    @TempDir
    Path root;

    private DiskUses disks;
    private long time;

    @BeforeEach
    void aHost() throws Exception {
        write("proc/self/cgroup", "5:blkio:/pod\n");
        write(
                "proc/self/mountinfo",
                "21 1 254:0 / / rw - ext4 /dev/vda rw\n35 21 0:31 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio\n");
        device(0, 0);
        disks = DiskUses.of(root, "self");
    }

    private void write(String path, String text) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void device(long readBytes, long busyMillis) throws Exception {
        write(
                "proc/diskstats",
                String.format(
                        " 254       0 vda 9 0 %d 7 0 0 0 0 0 %d %d 0 0 0 0%n   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0%n",
                        readBytes / 512, busyMillis, busyMillis * 3));
    }

    private void group(long readBytes) throws Exception {
        write(V1 + "io_service_bytes", "254:0 Read " + readBytes + "\n254:0 Write 0\n254:0 Total " + readBytes + "\n");
    }

    private void read() {
        time += SECOND;
        disks.read(time);
    }

    private DiskUse only() {
        List<DiskUse> uses = disks.uses();
        assertThat(uses).hasSize(1);
        return uses.get(0);
    }

    /** A limit of 10 MB, and so much read in a second, while the device is busy for a while with so much of others. */
    private DiskUse.Cause cause(long own, long others, long busyMillis) throws Exception {
        write(V1 + "read_bps_device", "254:0 " + 10 * MB + "\n");
        group(0);
        device(0, 0);
        read();
        disks.advance();
        group(own);
        device(own + others, busyMillis);
        read();
        return only().cause();
    }

    @Test
    void aGroupThatReadsAsMuchAsItMayIsHeldBackByItsLimit() throws Exception {
        assertThat(cause(10 * MB, 0, 100)).isEqualTo(DiskUse.Cause.LIMIT);
        assertThat(only().limitUse).isCloseTo(1, within(0.01));
    }

    @Test
    void aDeviceThatIsBusyMostlyWithOthersIsBusyByOthers() throws Exception {
        assertThat(cause(MB, 90 * MB, 950)).isEqualTo(DiskUse.Cause.OTHERS);
        assertThat(only().ownShare()).isCloseTo(1 / 91.0, within(0.001));
    }

    @Test
    void aDeviceThatIsBusyMostlyWithTheGroupIsBusyByIt() throws Exception {
        assertThat(cause(5 * MB, MB, 950)).isEqualTo(DiskUse.Cause.OWN);
    }

    @Test
    void aDeviceThatHasTimeIsNotTheCause() throws Exception {
        assertThat(cause(MB, MB, 100)).isEqualTo(DiskUse.Cause.NONE);
    }

    @Test
    void ofTheRootGroupWhoseRequestsKeepADeviceBusyIsNotKnown() throws Exception {
        write("proc/self/cgroup", "5:blkio:/\n");
        read();
        disks.advance();
        device(MB, 950);
        read();

        assertThat(disks.hasGroup()).isFalse();
        assertThat(only().cause()).isEqualTo(DiskUse.Cause.BUSY);
    }

    @Test
    void aLimitOfAnAncestorHoldsInVersion2() throws Exception {
        write("proc/self/cgroup", "0::/pod/app\n");
        write("proc/self/mountinfo", "35 1 0:31 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        write(V2 + "pod/io.max", "254:0 rbps=max wbps=max riops=100 wiops=max\n");
        write(V2 + "pod/app/io.stat", "254:0 rbytes=0 wbytes=0 rios=0 wios=0 dbytes=0 dios=0\n");
        write(V2 + "pod/io.stat", "254:0 rbytes=0 wbytes=0 rios=0 wios=0\n");
        read();
        disks.advance();
        write(V2 + "pod/app/io.stat", "254:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0\n");
        write(V2 + "pod/io.stat", "254:0 rbytes=409600 wbytes=0 rios=100 wios=0\n");
        device(409_600, 50);
        read();

        assertThat(only().cause()).isEqualTo(DiskUse.Cause.LIMIT);
    }

    @Test
    void anIntervalInWhichTheProcessIsMovedHasNoUse() throws Exception {
        group(0);
        read();
        disks.advance();
        write("proc/self/cgroup", "5:blkio:/other\n");
        write("sys/fs/cgroup/blkio/other/blkio.throttle.io_service_bytes", "254:0 Read 5\n");
        read();

        assertThat(disks.uses()).isEmpty();
    }

    @Test
    void damagedFilesGiveNoUse() throws Exception {
        write(V1 + "io_service_bytes", "254:0 Read\n254:0 Read x\n\n:");
        write("proc/diskstats", "254 0 vda x y z\n254 0\n");
        read();
        disks.advance();
        read();

        assertThat(disks.uses()).isEmpty();
        assertThat(disks.isAvailable()).isFalse();
    }
}
