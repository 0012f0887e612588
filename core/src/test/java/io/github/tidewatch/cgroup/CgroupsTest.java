package io.github.tidewatch.cgroup;

import static io.github.tidewatch.cgroup.FakeHost.CPU;
import static io.github.tidewatch.cgroup.FakeHost.V2;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which group a process is in, and where that is, on hosts of all kinds. */
class CgroupsTest {
    @TempDir
    Path root;

    private FakeHost host;

    @BeforeEach
    void newHost() {
        host = new FakeHost(root);
    }

    @Test
    void theOwnGroupAndItsAncestorsAreFoundUpToTheMountPoint() throws Exception {
        host.with("0::/a/b\n", V2).v2("unified/a/b", "max 100000\n");

        ControllerGroups groups = host.cgroups().cpu();

        assertThat(paths(groups)).containsExactly("/a/b", "/a", "/");
        assertThat(groups.own().orElseThrow().version()).isEqualTo(2);
        assertThat(groups.mountPoint()).contains(root.resolve("sys/fs/cgroup/unified"));
        assertThat(groups.own().orElseThrow().directory()).isEqualTo(root.resolve("sys/fs/cgroup/unified/a/b"));
    }

    @Test
    void aProcessIsFrozenByTheOutermostGroupThatIsFrozen() throws Exception {
        host.with("0::/a/b\n", V2).v2("unified/a/b", "max").v2("unified/a", "max");
        assertThat(host.cgroups().frozenBy()).isEmpty();
        host.file("sys/fs/cgroup/unified/a/b/cgroup.events", "populated 1\nfrozen 1\n");
        assertThat(host.cgroups().frozenBy().orElseThrow().path())
                .as("by whom is not seen")
                .isEqualTo("/a/b");
        host.file("sys/fs/cgroup/unified/a/cgroup.freeze", "1\n");
        assertThat(host.cgroups().frozenBy().orElseThrow().path()).isEqualTo("/a");

        host.with("5:freezer:/c\n0::/a/b\n", V2, CPU.replace("cpu", "freezer"))
                .file("sys/fs/cgroup/unified/a/cgroup.freeze", "0\n")
                .file("sys/fs/cgroup/unified/a/b/cgroup.events", "populated 1\nfrozen 0\n")
                .file("sys/fs/cgroup/freezer/c/freezer.state", "THAWED\n");
        assertThat(host.cgroups().frozenBy()).isEmpty();
        host.file("sys/fs/cgroup/freezer/c/freezer.state", "FROZEN\n");
        assertThat(host.cgroups().frozenBy().orElseThrow().path()).isEqualTo("/c");
    }

    @Test
    void withBothVersionsMountedAProcessIsFrozenByEither() throws Exception {
        host.with("5:freezer:/c\n0::/a/b\n", V2, CPU.replace("cpu", "freezer"))
                .file("sys/fs/cgroup/freezer/c/freezer.state", "THAWED\n")
                .v2("unified/a/b", "max")
                .v2("unified/a", "max");
        assertThat(host.cgroups().frozenBy()).isEmpty();
        host.file("sys/fs/cgroup/unified/a/b/cgroup.freeze", "1\n");
        assertThat(host.cgroups().frozenBy().orElseThrow().directory())
                .isEqualTo(root.resolve("sys/fs/cgroup/unified/a/b"));
    }

    @Test
    void withHybridMountsTheCpuControllerOfVersion1CountsInWhateverOrderTheyAreMounted() throws Exception {
        for (String[] order : new String[][] {{CPU, V2}, {V2, CPU}}) {
            host.with("3:cpu:/quota\n1:name=systemd:/x\n0::/x\n", order)
                    .v1("cpu/quota", "50000")
                    .v2("unified/x", "max 100000\n");

            assertThat(host.cgroups().cpu().own().orElseThrow().version()).isEqualTo(1);
            assertThat(host.quota().cpus()).hasValue(0.5);
        }
    }

    @Test
    void aMountWhoseRootIsNoAncestorOfTheOwnGroupSaysNothing() throws Exception {
        host.with("1:cpu:/foo/bar\n", "32 31 0:29 /fo /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu")
                .v1("cpu", "20000")
                .v1("cpu/o/bar", "20000");

        assertThat(host.cgroups().cpu().own()).isEmpty();
        assertThat(host.quota().cpus()).isEmpty();
        assertThat(host.quota().isKnown()).isFalse();
        assertThat(host.quota().description())
                .isEqualTo("v1 /foo/bar, CPU quota unknown: no mount of its hierarchy (cgroup v1) shows it here");
    }

    @Test
    void aMountWhoseRootIsAnAncestorShowsTheGroupsFromThereOn() throws Exception {
        host.with("1:cpu:/docker/4711/inner\n", "32 31 0:29 /docker/4711 /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu")
                .v1("cpu/inner", "-1")
                .v1("cpu", "20000");

        assertThat(paths(host.cgroups().cpu())).containsExactly("/docker/4711/inner", "/docker/4711");
        assertThat(host.cgroups().cpu().reachesRoot()).isFalse();
        assertThat(host.quota().description()).endsWith("quota 0.20 CPUs (that of its ancestor /docker/4711)");
    }

    @Test
    void octalEscapesOfMountPointAndRootAreResolved() throws Exception {
        host.with(
                        "1:cpu:/trial group/tab\there\\\n",
                        "32 31 0:29 /trial\\040group /sys/fs/cgroup/c\\040p\\134u rw - cgroup cgroup rw,cpu")
                .v1("c p\\u/tab\there\\", "30000");

        assertThat(host.quota().cpus()).hasValue(0.3);
    }

    @Test
    void theNameOfAGroupMayHaveColons() throws Exception {
        host.with("1:cpu:/trial:group:0\n", CPU).v1("cpu/trial:group:0", "30000");

        assertThat(host.quota().cpus()).hasValue(0.3);
    }

    @Test
    void aGroupAboveTheNamespacesRootIsFoundInAMountFromThereAndNowhereElse() throws Exception {
        String outer = "32 31 0:29 /../.. /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu";
        host.v1("cpu", "40000").v1("cpu/sibling", "10000");

        host.with("1:cpu:/../..\n", outer);
        assertThat(host.quota().cpus()).hasValue(0.4);

        host.with("1:cpu:/../../sibling\n", outer);
        assertThat(host.quota().cpus()).hasValue(0.1);

        host.with("1:cpu:/\n", outer); // by names that nobody reports
        assertThat(host.quota().isKnown()).isFalse();

        host.with("1:cpu:/../..\n", CPU);
        assertThat(host.quota().isKnown()).isFalse();
    }

    @Test
    void cpuAndCpuacctAreFoundTogetherAndApart() throws Exception {
        host.with("2:cpu,cpuacct:/app\n", "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct")
                .v1("cpu,cpuacct/app", "50000")
                .file("sys/fs/cgroup/cpu,cpuacct/app/cpuacct.usage", "4711\n");
        assertThat(host.cgroups().cpuUsage()).hasValue(4711);
        assertThat(host.quota().cpus()).hasValue(0.5);

        String elsewhere = "33 31 0:30 / /sys/fs/cgroup/accounts rw - cgroup cgroup rw,cpuacct";
        host.with("2:cpuacct:/app\n1:cpu:/app\n", CPU, elsewhere)
                .v1("cpu/app", "60000")
                .file("sys/fs/cgroup/accounts/app/cpuacct.usage", "4712\n");
        assertThat(host.cgroups().cpuUsage()).hasValue(4712);
        assertThat(host.quota().cpus()).hasValue(0.6);
    }

    @Test
    void theUsageOfAnotherGroupInCpuacctIsNotTheGroups() throws Exception {
        String elsewhere = "33 31 0:30 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct";
        host.with("2:cpuacct:/\n1:cpu:/app\n", CPU, elsewhere)
                .v1("cpu/app", "60000")
                .file("sys/fs/cgroup/cpuacct/cpuacct.usage", "4712\n");

        assertThat(host.cgroups().cpuUsage()).isEmpty();
        assertThat(host.quota().cpus()).hasValue(0.6);
    }

    @Test
    void ofSeveralMountsTheOneThatShowsMostAncestorsCounts() throws Exception {
        String part = "50 21 0:29 /pod /mnt/part rw - cgroup cgroup rw,cpu";
        host.file("mnt/part/app/tasks", "").v1("cpu/pod/app", "-1").v1("cpu/pod", "20000");
        for (String[] order : new String[][] {{part, CPU}, {CPU, part}}) {
            host.with("1:cpu:/pod/app\n", order);

            assertThat(paths(host.cgroups().cpu())).containsExactly("/pod/app", "/pod", "/");
        }
    }

    @Test
    void aMountThatAnotherHidesDoesNotCount() throws Exception {
        host.v1("cpu/foo", "20000");
        String onTop = "50 32 0:29 /foo /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu";
        host.with("1:cpu:/foo/foo\n", CPU, onTop);
        assertThat(paths(host.cgroups().cpu())).containsExactly("/foo/foo", "/foo");

        String lxcfs = "51 31 0:77 / /sys/fs/cgroup rw - fuse.lxcfs lxcfs rw";
        host.with("1:cpu:/foo\n", CPU, lxcfs);
        assertThat(host.cgroups().cpu().own()).isEmpty();
    }

    @Test
    void filesThatAreMissingEmptyOrDamagedMakeTheGroupUnknown() throws Exception {
        assertThat(host.cgroups().cpu().problem()).startsWith("cannot be read: ");
        assertThat(host.quota().description()).startsWith("CPU quota unknown: cannot be read: ");

        for (String membership : List.of("", "\n", "nonsense", "1:cpu", "::::\n", "1:memory:/x\n", "\u0000:\n")) {
            host.with(membership, CPU, "", "1 2 3", "32 31 0:29 / /sys/fs/cgroup/cpu rw -", "a b c d e f g h i j -");
            assertThat(host.quota().isKnown()).as(membership).isFalse();
            assertThat(host.cgroups().cpuUsage()).as(membership).isEmpty();
        }
        host.with("1:cpu:/gone\n", CPU);
        Files.createDirectories(root.resolve("sys/fs/cgroup/cpu"));
        assertThat(host.quota().isKnown()).as("a directory that is not there").isFalse();
        host.with("1:cpu:/x\n", V2);
        assertThat(host.quota().description())
                .isEqualTo("v1 /x, CPU quota unknown: its hierarchy (cgroup v1) is not mounted here");
    }

    @Test
    void mountsThatAreEachOthersParentsAreSurvived() throws Exception {
        host.with(
                "1:cpu:/x\n",
                "60 61 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu",
                "61 60 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu");

        assertThat(host.cgroups().cpu().own()).isEmpty();
    }

    private static List<String> paths(ControllerGroups groups) {
        return groups.visible().stream().map(Cgroup::path).collect(Collectors.toList());
    }
}
