package io.github.tidewatch.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A root directory with the files that a host would show to a process "self". */
final class FakeHost {
    /** What every host has; its parent is outside of the table. */
    private static final String ROOT = "21 1 8:1 / / rw,relatime - ext4 /dev/vda rw\n"
            + "23 21 0:22 / /sys rw - sysfs sysfs rw\n"
            + "31 23 0:28 / /sys/fs/cgroup rw,relatime shared:4 - tmpfs tmpfs rw,mode=755\n";

    /** The mount of version 1's controller of CPUs. */
    static final String CPU = "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu";

    /** The mount of version 2 beside it. */
    static final String V2 = "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw";

    private final Path root;

    FakeHost(Path root) {
        this.root = root;
    }

    /** What the kernel says: of the process, and the lines of mounts at or below {@code /sys/fs/cgroup}. */
    FakeHost with(String membership, String... mounts) throws IOException {
        file("proc/self/cgroup", membership);
        file("proc/self/mountinfo", ROOT + String.join("\n", mounts) + "\n");
        return this;
    }

    FakeHost file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    /** A group of version 1 below {@code /sys/fs/cgroup}, with a quota in µs of a period of 100 ms. */
    FakeHost v1(String group, String quota) throws IOException {
        file("sys/fs/cgroup/" + group + "/cpu.cfs_quota_us", quota + "\n");
        return file("sys/fs/cgroup/" + group + "/cpu.cfs_period_us", "100000\n");
    }

    /** A group of version 2 below {@code /sys/fs/cgroup}, which is no root. */
    FakeHost v2(String group, String max) throws IOException {
        file("sys/fs/cgroup/" + group + "/cgroup.events", "populated 1\nfrozen 0\n");
        return file("sys/fs/cgroup/" + group + "/cpu.max", max);
    }

    Cgroups cgroups() {
        return Cgroups.of(root, "self");
    }

    CpuQuota quota() {
        return CpuQuota.of(cgroups().cpu());
    }
}
