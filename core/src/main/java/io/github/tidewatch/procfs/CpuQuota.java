package io.github.tidewatch.procfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the CPU quota of a process's cgroups was used up: {@code cpu.stat} of its own group and those above it, of
 * cgroup v1 or v2 (Documentation/admin-guide/cgroup-v2.rst, Documentation/scheduler/sched-bwc.rst). The groups are
 * those at the time of opening. Not safe for use by several threads at once.
 */
public final class CpuQuota implements Closeable {
    private final List<ProcFile> groups;
    private final byte[] buffer = new byte[1024];
    private long last;

    private CpuQuota(List<ProcFile> groups) {
        this.groups = groups;
    }

    /** Opens the files of the groups that this process may see; there may be none. */
    public static CpuQuota ofThisProcess() {
        return of("self");
    }

    /** Opens those of another process, by its pid; there may be none. */
    public static CpuQuota of(String pid) {
        try {
            return ofGroups(directories(
                    new String(Files.readAllBytes(Path.of("/proc/self/mountinfo")), StandardCharsets.UTF_8),
                    new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cgroup")), StandardCharsets.UTF_8)));
        } catch (IOException | RuntimeException e) {
            return new CpuQuota(List.of());
        }
    }

    private static CpuQuota ofGroups(List<Path> directories) throws IOException {
        List<ProcFile> files = new ArrayList<>();
        for (Path directory : directories) {
            Path stat = directory.resolve("cpu.stat");
            if (Files.isReadable(stat)) { // some groups have none, such as the root of cgroup v2
                files.add(ProcFile.open(stat.toString()));
            }
        }
        return new CpuQuota(files);
    }

    /**
     * The directories of a process's group in the cpu controller and of the groups above it, innermost first.
     *
     * @param mountinfo {@code /proc/self/mountinfo}
     * @param cgroup {@code /proc/PID/cgroup}
     */
    public static List<Path> directories(String mountinfo, String cgroup) {
        String v1 = null;
        String v2 = null;
        for (String line : cgroup.split("\n", -1)) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("cpu")) {
                v1 = parts[2];
            } else if (parts.length == 3 && parts[0].equals("0")) {
                v2 = parts[2];
            }
        }
        List<Path> directories = new ArrayList<>();
        for (String line : mountinfo.split("\n", -1)) {
            int separator = line.indexOf(" - ");
            if (separator < 0) {
                continue;
            }
            String[] mount = line.substring(0, separator).split(" ", -1);
            String[] type = line.substring(separator + 3).split(" ", -1);
            boolean cpu =
                    type[0].equals("cgroup") && List.of(type[2].split(",", -1)).contains("cpu");
            String group = cpu ? v1 : type[0].equals("cgroup2") ? v2 : null;
            if (group != null) {
                addWithParents(directories, Path.of(mount[4]), mount[3], group);
            }
        }
        return directories;
    }

    private static void addWithParents(List<Path> directories, Path mountPoint, String mountRoot, String group) {
        String below = group;
        if (!mountRoot.equals("/")) {
            if (!group.startsWith(mountRoot)) {
                directories.add(mountPoint);
                return;
            }
            below = group.substring(mountRoot.length());
        }
        Path directory = mountPoint.resolve(below.replaceFirst("^/+", "")).normalize();
        while (directory.startsWith(mountPoint)) {
            directories.add(directory);
            directory = directory.getParent();
        }
    }

    /** Whether a group was throttled since the last call. */
    public boolean wasThrottled() {
        long sum = 0;
        for (ProcFile group : groups) {
            sum += throttled(group);
        }
        boolean changed = sum != last;
        last = sum;
        return changed;
    }

    private long throttled(ProcFile group) {
        try {
            return throttled(buffer, group.read(buffer));
        } catch (IOException | ProcFormatException e) {
            return 0; // the group is gone
        }
    }

    /** The value of {@code nr_throttled}; 0 if there is none, as without the controller. */
    static long throttled(byte[] content, int length) {
        byte[] name = {'n', 'r', '_', 't', 'h', 'r', 'o', 't', 't', 'l', 'e', 'd', ' '};
        for (int at = 0; at + name.length < length; at++) {
            int matched = 0;
            while (matched < name.length && content[at + matched] == name[matched]) {
                matched++;
            }
            if (matched == name.length) {
                return Fields.of(content, at + matched, length).number();
            }
        }
        return 0;
    }

    @Override
    public void close() {
        groups.forEach(ProcFile::close);
    }
}
