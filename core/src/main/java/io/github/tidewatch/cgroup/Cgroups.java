package io.github.tidewatch.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control groups of a process at one moment: its {@code /proc/PID/cgroup}, found in the mounts that this process
 * sees. With version 1 and 2 mounted side by side, a controller is where the kernel has it. Immutable; safe for all
 * threads.
 */
public final class Cgroups {
    private static final String UNIFIED = "0::";

    private final Path root;
    private final String membership;
    private final MountTable mounts;
    private final String problem;

    private Cgroups(Path root, String membership, MountTable mounts, String problem) {
        this.root = root;
        this.membership = membership;
        this.mounts = mounts;
        this.problem = problem;
    }

    /** Those of this process. */
    public static Cgroups ofThisProcess() {
        return of("self");
    }

    /** Those of a process, by its pid. Never fails: what cannot be read makes groups unknown. */
    public static Cgroups of(String pid) {
        return of(Path.of("/"), pid);
    }

    /** With another root directory, as a test makes it. */
    public static Cgroups of(Path root, String pid) {
        try {
            String membership = membership(root, pid);
            MountTable mounts = new MountTable(read(root.resolve("proc/self/mountinfo")));
            return new Cgroups(root, membership, mounts, "");
        } catch (IOException e) {
            return new Cgroups(root, "", new MountTable(""), "cannot be read: " + e);
        }
    }

    private static String membership(Path root, String pid) throws IOException {
        return read(root.resolve("proc").resolve(pid).resolve("cgroup"));
    }

    /** Whether the process is in the same groups as when {@code other} was made. */
    public boolean isSameAs(Cgroups other) {
        return membership.equals(other.membership) && problem.equals(other.problem);
    }

    /** Whether it could be read in which groups the process is. */
    public boolean isReadable() {
        return problem.isEmpty();
    }

    /** The groups in the controller that shares out CPU time and keeps quotas. */
    public ControllerGroups cpu() {
        return controller("cpu");
    }

    /**
     * The groups in a controller.
     *
     * @param controller its name in the hierarchies of version 1, such as "cpu", "cpuacct", "memory", "blkio"
     */
    public ControllerGroups controller(String controller) {
        if (!problem.isEmpty()) {
            return ControllerGroups.unseen(0, "", problem);
        }
        String v1 = null;
        String v2 = null;
        for (String line : membership.split("\n", -1)) {
            String[] fields = line.split(":", 3); // a group's name may have colons
            if (fields.length == 3 && List.of(fields[1].split(",", -1)).contains(controller)) {
                v1 = fields[2];
            } else if (fields.length == 3 && fields[0].equals("0") && fields[1].isEmpty()) {
                v2 = fields[2];
            }
        }
        if (v1 != null) {
            return find(1, v1, mounts.visible(mount -> mount.isV1(controller)));
        }
        return v2 == null
                ? ControllerGroups.unseen(0, "", "the process is in no group of the " + controller + " controller")
                : find(2, v2, mounts.visible(Mount::isV2));
    }

    /**
     * The group that is frozen, so that nothing of the process runs, in whichever hierarchy: with both versions mounted
     * (systemd's hybrid setup) each freezes by itself. Empty if none is seen.
     */
    public Optional<Cgroup> frozenBy() {
        Optional<Cgroup> first = controller("freezer").frozenBy();
        return first.isPresent() ? first : unified().frozenBy();
    }

    /** Its group in the hierarchy of version 2, whatever controllers that has. */
    private ControllerGroups unified() {
        for (String line : membership.split("\n", -1)) {
            if (line.startsWith(UNIFIED)) {
                return find(2, line.substring(UNIFIED.length()), mounts.visible(Mount::isV2));
            }
        }
        return ControllerGroups.unseen(0, "", "the process is in no group of version 2");
    }

    /** In the mount that shows most of its ancestors. */
    private ControllerGroups find(int version, String path, List<Mount> candidates) {
        GroupPath own = new GroupPath(path);
        ControllerGroups best = null;
        for (Mount mount : candidates) {
            List<String> below = own.below(new GroupPath(mount.root));
            if (below != null && (best == null || best.visible().size() <= below.size())) {
                ControllerGroups groups = groups(version, own, mount, below);
                best = groups == null ? best : groups;
            }
        }
        if (best != null) {
            return best;
        }
        return ControllerGroups.unseen(
                version,
                own.toString(),
                candidates.isEmpty()
                        ? "its hierarchy (cgroup v" + version + ") is not mounted here"
                        : "no mount of its hierarchy (cgroup v" + version + ") shows it here");
    }

    /** Null if the own group's directory is not there. */
    private ControllerGroups groups(int version, GroupPath path, Mount mount, List<String> below) {
        try {
            Path point = root.resolve(mount.point.substring(1)).normalize();
            List<Cgroup> groups = new ArrayList<>();
            for (int levels = 0; levels <= below.size(); levels++) {
                String names = String.join("/", below.subList(0, below.size() - levels));
                groups.add(new Cgroup(
                        version, path.above(levels), point.resolve(names).normalize()));
            }
            return groups.get(0).exists() ? ControllerGroups.seen(version, groups, point, path.toString()) : null;
        } catch (InvalidPathException e) {
            return null; // a name that this JVM's locale cannot express
        }
    }

    /**
     * CPU time that the process' group of the cpu controller has used, ns; empty if unknown. Of version 1 the cpuacct
     * controller counts it, which knows the group only if the process is in the same group there.
     */
    public OptionalLong cpuUsage() {
        ControllerGroups cpu = cpu();
        if (cpu.own().map(Cgroup::version).orElse(0) == 2) {
            return cpu.own().get().cpuUsage();
        }
        ControllerGroups accounting = controller("cpuacct");
        boolean same = !cpu.path().isEmpty() && Objects.equals(cpu.path(), accounting.path());
        return same ? accounting.own().map(Cgroup::cpuUsage).orElse(OptionalLong.empty()) : OptionalLong.empty();
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
