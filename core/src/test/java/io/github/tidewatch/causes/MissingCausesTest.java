package io.github.tidewatch.causes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingCausesTest {
    private static final String PRESSURE = "some avg10=0.00 avg60=0.00 avg300=0.00 total=7\n";

    private static final String DISKS = " 254 0 vda 9 0 8 7 0 0 0 0 0 10 30 0 0 0 0\n";

    @TempDir
    Path root;

    private HostFiles host;

    @BeforeEach
    void aHost() throws Exception {
        host = new HostFiles(root, 2);
    }

    private MissingCauses missing() {
        return MissingCauses.of(root, "self");
    }

    private static void says(Optional<MissingCause> missing, String... words) {
        assertThat(missing).hasValueSatisfying(one -> {
            assertThat(one.cause()).contains(words).doesNotEndWith(".");
            assertThat(one.remedy()).isNotEmpty().doesNotEndWith(".");
        });
    }

    @Test
    void nothingIsMissingWhereAllGroupsAreVisibleAndThereIsPressure() throws Exception {
        host.group("/pod", "50", 0, 0, 0);
        for (String resource : new String[] {"cpu", "io", "memory"}) {
            host.write("sys/fs/cgroup/pod/" + resource + ".pressure", PRESSURE);
        }
        host.write("proc/pressure/cpu", PRESSURE);
        host.write("proc/diskstats", DISKS);
        host.write("sys/fs/cgroup/pod/io.stat", "");

        assertThat(missing().all()).isEmpty();
    }

    @Test
    void aGroupWithoutTheIoControllerIsTheCauseThatItsDiskUseIsNotKnown() throws Exception {
        host.group("/pod", "50", 0, 0, 0);
        host.write("proc/diskstats", DISKS);
        says(missing().disks(), "/pod of the process has no io.stat");
        assertThat(missing().disks().orElseThrow().remedy()).contains("IOAccounting=yes");
        assertThat(missing().disks().orElseThrow().isPartly()).isFalse();
    }

    @Test
    void whereAGroupAboveCountsDiskUseItIsPartlyKnown() throws Exception {
        host.write("proc/self/cgroup", "0::/pod/app\n");
        host.group("/pod", "50", 0, 0, 0);
        host.group("/pod/app", "50", 0, 0, 0);
        host.write("proc/diskstats", DISKS);
        host.write("sys/fs/cgroup/pod/io.stat", "");
        says(missing().disks(), "/pod/app of the process has no io.stat", "all of /pod");
        assertThat(missing().disks().orElseThrow().isPartly()).isTrue();
    }

    @Test
    void countersOfAGroupThatCannotBeReadAreNamedNotTheHosts() throws Exception {
        host.group("/pod", "50", 0, 0, 0);
        host.write("proc/diskstats", DISKS);
        Files.createDirectory(root.resolve("sys/fs/cgroup/pod/io.stat"));
        says(missing().disks(), "io.stat that can be read");
    }

    /** As with systemd's hybrid setup, and a controller of version 1 for some resources. */
    @Test
    void ofPressureOnlyTheResourcesOfVersion1AreMissing() throws Exception {
        host.write("proc/self/cgroup", "2:memory:/pod\n1:cpu:/pod\n0::/pod\n");
        host.write(
                "proc/self/mountinfo",
                "35 21 0:31 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
                        + "36 21 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
                        + "37 21 0:33 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
        host.write("sys/fs/cgroup/cpu/pod/cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n");
        host.write("sys/fs/cgroup/memory/pod/memory.stat", "cache 0\n");
        host.write("sys/fs/cgroup/unified/pod/io.pressure", PRESSURE);

        says(missing().groupPressure(), "version 1");
        assertThat(missing().groupPressure().orElseThrow().fields())
                .containsExactly("cpuSome", "cpuFull", "memorySome", "memoryFull");
    }

    @Test
    void aProcessInTheRootGroupHasNoCountersOfItsOwnDiskUse() throws Exception {
        host.write("proc/diskstats", DISKS);
        host.write("proc/self/cgroup", "0::/\n");
        says(missing().disks(), "root of the control groups");

        Files.delete(root.resolve("proc/diskstats"));
        says(missing().disks(), "/proc/diskstats");
    }

    @Test
    void aHiddenAncestorIsTheCauseThatTheQuotaIsNotKnown() throws Exception {
        host.namespace().group("", "max", 0, 0, 0);

        says(missing().quota(), "hidden by a cgroup namespace", "no cpu.stat.local");
        assertThat(missing().quota().orElseThrow().isPartly()).isFalse();
    }

    @Test
    void withAVisibleQuotaAHiddenAncestorMakesTheQuotaPartlyKnown() throws Exception {
        host.namespace().group("", "50", 0, 0, 0);

        says(missing().quota(), "only quotas that are visible count");
        assertThat(missing().quota().orElseThrow().isPartly()).isTrue();
    }

    @Test
    void withLocalCountersNoAncestorHasToBeVisible() throws Exception {
        host.namespace().group("", "max", 0, 0, 0);
        host.local("", 0);

        assertThat(missing().quota()).isEmpty();
    }

    @Test
    void aHierarchyThatIsNotMountedIsNamed() throws Exception {
        host.write("proc/self/mountinfo", "21 1 8:1 / / rw - ext4 /dev/vda rw\n");

        says(missing().quota(), "not mounted");
        says(missing().groupPressure(), "not mounted");
    }

    @Test
    void aHostThatCountsNothingOfItsCpusIsNamed() throws Exception {
        host.write("proc/stat", "cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n");
        says(missing().cpuUsers(), "/proc/stat", "nothing");

        Files.delete(root.resolve("proc/stat"));
        says(missing().cpuUsers(), "/proc/stat", "cannot be read");
    }

    @Test
    void pressureThatIsNotThereIsNamedWithItsFile() throws Exception {
        host.group("/pod", "50", 0, 0, 0);
        says(missing().hostPressure(), "proc/pressure/cpu");
        says(missing().groupPressure(), "/pod/cpu.pressure");
    }

    @Test
    void controlGroupsOfVersion1HaveNoPressure() throws Exception {
        host.write("proc/self/cgroup", "1:cpu:/pod\n");
        host.write("proc/self/mountinfo", "35 21 0:31 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n");
        host.write("sys/fs/cgroup/cpu/cgroup.sane_behavior", "0\n");
        host.write("sys/fs/cgroup/cpu/pod/cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n");

        says(missing().groupPressure(), "version 1");
        assertThat(missing().quota()).isEmpty();
    }
}
