package io.github.tidewatch.cgroup;

import static io.github.tidewatch.cgroup.FakeHost.CPU;
import static io.github.tidewatch.cgroup.FakeHost.V2;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quota in force, from files as kernels write them. */
class CpuQuotaTest {
    @TempDir
    Path root;

    private FakeHost host;

    @BeforeEach
    void newHost() {
        host = new FakeHost(root);
    }

    @Test
    void theSmallestOfTheGroupAndItsAncestorsIsInForceAndSaidToBeWhose() throws Exception {
        host.with("0::/a/b/c\n", V2)
                .v2("unified/a/b/c", "150000 100000\n")
                .v2("unified/a/b", "50000 100000\n")
                .v2("unified/a", "max 100000\n")
                .file("sys/fs/cgroup/unified/cgroup.controllers", "cpu\n");

        CpuQuota quota = host.quota();

        assertThat(quota.cpus()).hasValue(0.5);
        assertThat(quota.group().orElseThrow().path()).isEqualTo("/a/b");
        assertThat(quota.isAncestors()).isTrue();
        assertThat(quota.isKnown()).isTrue();
        assertThat(quota.description())
                .isEqualTo("v2 " + root.resolve("sys/fs/cgroup/unified/a/b/c")
                        + ", quota 0.50 CPUs (that of its ancestor /a/b)");
    }

    @Test
    void theParentsQuotaOfVersion1IsInForceToo() throws Exception {
        host.with("1:cpu:/parent/child\n", CPU)
                .v1("cpu/parent/child", "-1")
                .v1("cpu/parent", "50000")
                .v1("cpu", "-1");

        assertThat(host.quota().cpus()).hasValue(0.5);
        assertThat(host.quota().group().orElseThrow().path()).isEqualTo("/parent");
    }

    @Test
    void ofEqualQuotasTheOwnGroupsIsNamed() throws Exception {
        host.with("1:cpu:/parent/child\n", CPU)
                .v1("cpu/parent/child", "50000")
                .v1("cpu/parent", "50000")
                .v1("cpu", "-1");

        assertThat(host.quota().isAncestors()).isFalse();
        assertThat(host.quota().description()).endsWith("cpu/parent/child, quota 0.50 CPUs");
    }

    @Test
    void noQuotaUpToTheRootOfTheHierarchyIsNone() throws Exception {
        host.with("0::/a\n", V2).v2("unified/a", "max 100000\n");
        assertThat(host.quota().isKnown()).isTrue();
        assertThat(host.quota().description()).endsWith("unified/a, no CPU quota");

        host.with("1:cpu:/\n", CPU).v1("cpu", "-1").file("sys/fs/cgroup/cpu/cgroup.sane_behavior", "0\n");
        assertThat(host.quota().description()).endsWith("cpu, no CPU quota");
    }

    @Test
    void noQuotaBelowHiddenGroupsIsNotNone() throws Exception {
        // The root of a cgroup namespace looks like the root, but has what only other groups have.
        host.with("0::/\n", V2).v2("unified", "max 100000\n");

        assertThat(host.quota().description())
                .endsWith("unified, no CPU quota in the visible groups, those above are hidden");
    }

    @Test
    void aGroupWithoutTheControllerLimitsNothing() throws Exception {
        host.with("0::/a/b\n", V2)
                .file("sys/fs/cgroup/unified/a/b/cgroup.events", "")
                .v2("unified/a", "70000 100000\n");

        assertThat(host.quota().cpus()).hasValue(0.7);
        assertThat(host.quota().isKnown()).isTrue();
    }

    @Test
    void whatIsEmptyOrDamagedIsUnknownAndNotNone() throws Exception {
        host.with("0::/a\n", V2);
        for (String damaged :
                List.of("", "\n", "max", "50000", "x 100000", "50000 0", "1 2 3", "99999999999999999999 1")) {
            host.v2("unified/a", damaged);

            assertThat(host.quota().cpus()).as(damaged).isEmpty();
            assertThat(host.quota().isKnown()).as(damaged).isFalse();
            assertThat(host.quota().description())
                    .as(damaged)
                    .endsWith("unified/a, CPU quota unknown: the files of the groups cannot be read");
        }
    }

    @Test
    void besideAnUnreadableGroupAQuotaIsTheMostThatThereCanBe() throws Exception {
        host.with("1:cpu:/parent/child\n", CPU)
                .v1("cpu/parent/child", "50000")
                .v1("cpu/parent", "")
                .v1("cpu", "-1");

        assertThat(host.quota().cpus()).hasValue(0.5);
        assertThat(host.quota().isKnown()).isFalse();
        assertThat(host.quota().description()).endsWith("quota at most 0.50 CPUs");
    }

    @Test
    void usageAndThrottledTimeAreOfTheFilesOfBothVersions() throws Exception {
        host.with("0::/a\n", V2)
                .v2("unified/a", "50000 100000\n")
                .file(
                        "sys/fs/cgroup/unified/a/cpu.stat",
                        "usage_usec 10\nuser_usec 4\nnr_periods 9\nnr_throttled 3\nthrottled_usec 20\n");
        assertThat(host.cgroups().cpuUsage()).hasValue(10_000);
        assertThat(host.quota().group().orElseThrow().throttledTime()).hasValue(20_000);

        host.with("1:cpu:/b\n", CPU)
                .v1("cpu/b", "50000")
                .file("sys/fs/cgroup/cpu/b/cpu.stat", "nr_periods 9\nnr_throttled 3\nthrottled_time 20\n");
        assertThat(host.quota().group().orElseThrow().throttledTime()).hasValue(20);

        host.file("sys/fs/cgroup/cpu/b/cpu.stat", "throttled_time much\n");
        assertThat(host.quota().group().orElseThrow().throttledTime()).isEmpty();
    }

    @Test
    void throttlingOfAnAncestorIsSeen() throws Exception {
        String parent = "sys/fs/cgroup/unified/a/cpu.stat";
        host.with("0::/a/b\n", V2)
                .v2("unified/a/b", "max 100000\n")
                .file("sys/fs/cgroup/unified/a/b/cpu.stat", "nr_periods 0\nnr_throttled 0\n")
                .file(parent, "nr_periods 9\nnr_throttled 3\n");
        try (CpuThrottling throttling = CpuThrottling.of(host.cgroups().cpu())) {
            throttling.wasThrottled();
            assertThat(throttling.wasThrottled()).isFalse();
            host.file(parent, "nr_periods 10\nnr_throttled 4\n");
            assertThat(throttling.wasThrottled()).isTrue();
        }
    }
}
