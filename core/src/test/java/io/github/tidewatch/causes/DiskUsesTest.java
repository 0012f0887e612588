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
        write("sys/fs/cgroup/blkio/cgroup.sane_behavior", "0\n"); // of a root
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
                        readBytes / 512, busyMillis, busyMillis * 3 % (1L << 32)));
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

    /** What another group has read. */
    private void otherGroup(long readBytes) throws Exception {
        write("sys/fs/cgroup/blkio/other/blkio.throttle.io_service_bytes", "254:0 Read " + readBytes + "\n");
    }

    /** As a host of version 2 has it, with all of its files in these groups. */
    private void version2(String membership, String... groups) throws Exception {
        write("proc/self/cgroup", "0::" + membership + "\n");
        write("proc/self/mountinfo", "35 1 0:31 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        for (String group : groups) {
            write(V2 + group + "/cgroup.events", "populated 1\n");
        }
    }

    /** A limit of 10 MB, and so much read in a second, while the device is busy for a while with so much of others. */
    private DiskUse.Cause cause(long own, long others, long busyMillis) throws Exception {
        write(V1 + "read_bps_device", "254:0 " + 10 * MB + "\n");
        group(0);
        otherGroup(0);
        device(0, 0);
        read();
        disks.advance();
        group(own);
        otherGroup(others);
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
    void aDeviceThatWasDoneWithEachRequestBetweenTwoTicksOfTheTimerIsReportedWithNoBusyTime() throws Exception {
        write("proc/self/cgroup", "5:blkio:/\n");
        read();
        disks.advance();
        device(MB, 0);
        read();

        assertThat(only().readBytes).isEqualTo(MB / 512 * 512);
        assertThat(only().busyTime).isZero();
    }

    @Test
    void aDeviceThatDidNothingIsNotReported() throws Exception {
        write("proc/self/cgroup", "5:blkio:/\n");
        read();
        disks.advance();
        read();

        assertThat(disks.uses()).isEmpty();
    }

    @Test
    void aContainersGroupIsItsOwnThoughItsNamespaceShowsItAsTheRoot() throws Exception {
        version2("/", "");
        write(V2 + "io.max", "254:0 rbps=1000000 wbps=max riops=max wiops=max\n");
        write(V2 + "io.stat", "254:0 rbytes=0 wbytes=0 rios=0 wios=0\n");
        read();
        disks.advance();
        write(V2 + "io.stat", "254:0 rbytes=1000000 wbytes=0 rios=9 wios=0\n");
        device(MB, 50);
        read();

        assertThat(disks.hasGroup()).isTrue();
        assertThat(only().ownBytes).isEqualTo(MB);
        assertThat(only().cause()).isEqualTo(DiskUse.Cause.LIMIT);
    }

    @Test
    void aGroupThatCountsNoDiskUseIsNotTakenForOneThatUsedNone() throws Exception {
        version2("/system.slice/app.service", "system.slice", "system.slice/app.service");
        read();
        disks.advance();
        device(MB, 950);
        read();

        assertThat(disks.hasGroup()).isFalse();
        assertThat(only().ownBytes).isNegative();
        assertThat(only().cause()).isEqualTo(DiskUse.Cause.BUSY);
    }

    @Test
    void theNearestGroupAboveThatCountsStandsForOneThatDoesNot() throws Exception {
        version2("/user.slice/app.scope", "user.slice", "user.slice/app.scope");
        write(V2 + "user.slice/io.stat", "254:0 rbytes=0 wbytes=0 rios=0 wios=0\n");
        read();
        disks.advance();
        write(V2 + "user.slice/io.stat", "254:0 rbytes=4096 wbytes=0 rios=1 wios=0\n");
        device(4096, 10);
        read();

        assertThat(disks.hasGroup()).isTrue();
        assertThat(only().ownBytes).isEqualTo(4096);
    }

    /** As the journal of a file system, or what is written back of version 1: the kernel counts it for the root. */
    @Test
    void whatIsCountedForNoGroupIsNotTakenForThatOfOthers() throws Exception {
        group(0);
        read();
        disks.advance();
        group(MB);
        device(90 * MB, 950);
        read();

        assertThat(only().cause()).isEqualTo(DiskUse.Cause.BUSY);
    }

    @Test
    void ofVersion2GroupsBesideAndBelowTheSameParentAreOthers() throws Exception {
        version2("/a/app", "a", "a/app", "b");
        for (String group : new String[] {"a/app", "a", "b"}) {
            write(V2 + group + "/io.stat", "254:0 rbytes=0 wbytes=0 rios=0 wios=0\n");
        }
        read();
        disks.advance();
        write(V2 + "a/app/io.stat", "254:0 rbytes=1024 wbytes=0 rios=1 wios=0\n");
        write(V2 + "a/io.stat", "254:0 rbytes=4096 wbytes=0 rios=1 wios=0\n");
        write(V2 + "b/io.stat", "254:0 rbytes=0 wbytes=2048 rios=0 wios=1\n");
        device(8192, 950);
        read();

        assertThat(only().othersBytes).isEqualTo(3072 + 2048);
        assertThat(only().cause()).isEqualTo(DiskUse.Cause.OTHERS);
    }

    @Test
    void aDeviceThatHangsIsFollowedForAMinuteThoughNoRequestEnds() throws Exception {
        cause(MB, 0, 500);
        disks.advance();
        device(MB, 1500);
        read();
        assertThat(only().cause()).isEqualTo(DiskUse.Cause.BUSY);
        assertThat(only().ownShare()).isNaN();

        disks.advance();
        time += 61 * SECOND;
        disks.read(time);
        disks.advance();
        device(MB, 2500);
        read();
        assertThat(disks.uses()).isEmpty();
    }

    @Test
    void aDeviceThatHangsIsBusyThoughTheKernelCountsNoTime() throws Exception {
        String line = " 254 0 vda %d 0 8 7 0 0 0 0 1 %d 0 0 0 0 0\n";
        group(0);
        write("proc/diskstats", String.format(line, 8, 0));
        read();
        disks.advance();
        group(MB);
        write("proc/diskstats", String.format(line, 9, 1));
        read();
        assertThat(only().busyTime).isEqualTo(1_000_000);

        disks.advance();
        read();
        assertThat(only().busyTime).isEqualTo(SECOND);
    }

    @Test
    void withoutAGroupAPartitionIsNoDeviceOfItsOwn() throws Exception {
        write("proc/self/cgroup", "5:blkio:/\n");
        write("sys/dev/block/254:1/partition", "1\n");
        String line = " 254 %d %s 9 0 8 7 0 0 0 0 0 %d 0 0 0 0 0\n";
        write("proc/diskstats", String.format(line, 0, "vda", 0) + String.format(line, 1, "vda1", 0));
        read();
        disks.advance();
        write("proc/diskstats", String.format(line, 0, "vda", 900) + String.format(line, 1, "vda1", 900));
        read();

        assertThat(only().device).isEqualTo("vda");
    }

    @Test
    void aGroupThatComesIntoSightMakesNoUseOfThatIntervalButOfTheNext() throws Exception {
        version2("/pod/app", "pod", "pod/app");
        write(V2 + "pod/app/io.stat", "254:0 rbytes=0 wbytes=0 rios=0 wios=0\n");
        read();
        disks.advance();
        write(V2 + "pod/io.stat", "254:0 rbytes=0 wbytes=0 rios=0 wios=0\n");
        write(V2 + "pod/app/io.stat", "254:0 rbytes=512 wbytes=0 rios=1 wios=0\n");
        read();
        assertThat(disks.uses()).isEmpty();

        disks.advance();
        write(V2 + "pod/app/io.stat", "254:0 rbytes=1024 wbytes=0 rios=2 wios=0\n");
        read();
        assertThat(only().ownBytes).isEqualTo(512);
    }

    @Test
    void theTimesOfADeviceThatBeginAnewAfter32BitsGoOn() throws Exception {
        group(0);
        device(0, (1L << 32) - 400);
        read();
        disks.advance();
        group(MB);
        device(MB, 500);
        read();

        assertThat(only().busyTime).isEqualTo(900_000_000);
    }

    @Test
    void aDeviceInAnothersPlaceHasNoUse() throws Exception {
        group(0);
        device(9 * MB, 5000);
        read();
        disks.advance();
        group(MB);
        device(MB, 500);
        read();

        assertThat(disks.uses()).isEmpty();
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
    void aHostThatCannotBeReadAtFirstHasUseOnceItCan() throws Exception {
        Files.delete(root.resolve("proc/diskstats"));
        read();
        group(0);
        device(0, 0);
        read();
        disks.advance();
        group(MB);
        read();

        assertThat(only().ownBytes).isEqualTo(MB);
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
