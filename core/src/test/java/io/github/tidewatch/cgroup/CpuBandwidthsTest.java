package io.github.tidewatch.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of version 2 below a root directory with the files that a process would see. */
class CpuBandwidthsTest {
    private static final String MOUNT = "35 31 0:31 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw";
    private static final String OF_A_NAMESPACE = "35 31 0:31 /pod /sys/fs/cgroup rw - cgroup2 cgroup2 rw";

    @TempDir
    Path root;

    private FakeHost host;

    private void group(String path, long throttledMicros) throws Exception {
        host.v2(path, "50000 100000\n")
                .file(
                        "sys/fs/cgroup/" + path + "/cpu.stat",
                        "nr_periods 9\nnr_throttled 8\nthrottled_usec " + throttledMicros + "\n");
    }

    private CpuBandwidths open(String membership, String mount) throws Exception {
        host = new FakeHost(root).with(membership, mount);
        return CpuBandwidths.of(root, "self");
    }

    @Test
    void aProcessThatIsMovedHasTheChangesOfItsNewGroupFromTheNextIntervalOn() throws Exception {
        host = new FakeHost(root);
        group("one", 1000);
        group("two", 700_000);
        try (CpuBandwidths bandwidths = open("0::/one\n", MOUNT)) {
            bandwidths.advance();
            host.file("proc/self/cgroup", "0::/two\n");

            bandwidths.read();
            assertThat(bandwidths.groups().get(0).group()).isEqualTo("/two");
            assertThat(bandwidths.groups().get(0).throttledTime())
                    .as("in the interval of the move")
                    .isEqualTo(CpuBandwidth.UNKNOWN);

            bandwidths.advance();
            group("two", 700_250);
            bandwidths.read();
            assertThat(bandwidths.groups().get(0).throttledTime()).isEqualTo(250_000);
        }
    }

    @Test
    void behindANamespaceOnAnOldKernelOnlyTheVisibleQuotaIsKnown() throws Exception {
        host = new FakeHost(root);
        group("", 1000);
        try (CpuBandwidths bandwidths = open("0::/pod\n", OF_A_NAMESPACE)) {
            assertThat(bandwidths.isKnown()).isFalse();
            assertThat(bandwidths.isLimited()).isTrue();
        }
    }

    @Test
    void theKernelSaysOfTheOwnGroupWhatAHiddenAncestorHeldBack() throws Exception {
        host = new FakeHost(root);
        group("", 1000);
        host.file("sys/fs/cgroup/cpu.stat.local", "throttled_usec 5\n");
        try (CpuBandwidths bandwidths = open("0::/pod\n", OF_A_NAMESPACE)) {
            assertThat(bandwidths.isKnown()).isTrue();
        }
    }

    /** A file that is there and cannot be opened: here a directory, as root may open any file. */
    @Test
    void aGroupThatCannotBeOpenedIsUnknownUntilItCan() throws Exception {
        host = new FakeHost(root);
        host.v2("one", "50000 100000\n");
        Path stat = Files.createDirectories(root.resolve("sys/fs/cgroup/one/cpu.stat"));
        try (CpuBandwidths bandwidths = open("0::/one\n", MOUNT)) {
            assertThat(bandwidths.hasFailed()).isTrue();
            assertThat(bandwidths.isKnown()).as("not known to have no quota").isFalse();

            Files.delete(stat);
            group("one", 1000);
            bandwidths.read();
            assertThat(bandwidths.hasFailed()).isFalse();
            assertThat(bandwidths.isKnown()).isTrue();
            assertThat(bandwidths.groups()).hasSize(1);
        }
    }

    @Test
    void whereItCannotBeReadInWhichGroupsItIsNothingIsKnown() {
        try (CpuBandwidths bandwidths = CpuBandwidths.of(root, "self")) {
            bandwidths.read();
            assertThat(bandwidths.isKnown()).isFalse();
            assertThat(bandwidths.groups()).isEmpty();
        }
    }
}
