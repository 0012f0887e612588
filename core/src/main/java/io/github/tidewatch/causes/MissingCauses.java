package io.github.tidewatch.causes;

import io.github.tidewatch.cgroup.Cgroup;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.ControllerGroups;
import io.github.tidewatch.cgroup.CpuBandwidths;
import io.github.tidewatch.cgroup.GroupDisks;
import io.github.tidewatch.host.CpuTimesFile;
import io.github.tidewatch.host.PressureFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which causes of a process's delays cannot be known here, asked of the files that have them, as they are now. */
public final class MissingCauses {
    /** Of {@code tidewatch.DelayCause}: what the quota is known to have held back. */
    public static final List<String> QUOTA = List.of("quotaDelay");

    /** Of {@code tidewatch.DelayCause}: who had the CPU. */
    public static final List<String> CPU_USERS =
            List.of("ownThreadsDelay", "neighborDelay", "stealDelay", "placementDelay");

    /** Of {@code tidewatch.Pressure}: stalls of the process's control group. */
    public static final List<String> GROUP_PRESSURE =
            List.of("cpuSome", "cpuFull", "ioSome", "ioFull", "memorySome", "memoryFull");

    /** Of {@code tidewatch.Pressure}: stalls of the host. */
    public static final List<String> HOST_PRESSURE =
            List.of("hostCpuSome", "hostCpuFull", "hostIoSome", "hostIoFull", "hostMemorySome", "hostMemoryFull");

    /** Of {@code tidewatch.DiskUse}: what the process's control group did, and may do. */
    public static final List<String> GROUP_DISKS = List.of("ownBytes", "ownShare", "limitUse");

    private static final List<String> PRESSURES = List.of("cpu", "io", "memory");

    private static final String COUNT_DISKS =
            "let its control group count it: the io controller (systemd: IOAccounting=yes)";

    private static final String SHOW_ANCESTORS =
            "show the container the host's control groups (docker run --cgroupns=host), or use Linux 6.6 or later";

    private static final String SWITCH_ON_PRESSURE =
            "a kernel with CONFIG_PSI=y, with psi=1 on its command line if it says that PSI is not supported";

    private final Path root;
    private final String pid;

    private MissingCauses(Path root, String pid) {
        this.root = root;
        this.pid = pid;
    }

    /** Of a process, by its pid or "self". */
    public static MissingCauses of(String pid) {
        return of(Path.of("/"), pid);
    }

    /** With another root directory, as a test makes it. */
    static MissingCauses of(Path root, String pid) {
        return new MissingCauses(root, pid);
    }

    /** All that is missing. */
    public List<MissingCause> all() {
        return List.of(quota(), cpuUsers(), disks(), groupPressure(), hostPressure()).stream()
                .flatMap(Optional::stream)
                .collect(Collectors.toList());
    }

    /** Why it is not known, or not wholly, for how long a CPU quota held back threads; empty if it is. */
    public Optional<MissingCause> quota() {
        ControllerGroups groups = Cgroups.of(root, pid).cpu();
        try (CpuBandwidths bandwidths = CpuBandwidths.of(root, pid)) {
            if (!groups.problem().isEmpty()) {
                return Optional.of(
                        MissingCause.of(QUOTA, groups.problem(), "mount the cpu controller's control groups"));
            }
            if (bandwidths.hasFailed()) {
                String cause =
                        "files of a control group cannot be read: no descriptor is free, or the right is missing";
                return Optional.of(MissingCause.of(QUOTA, cause, "a larger limit of open files (ulimit -n)"));
            }
            if (bandwidths.isKnown()) {
                return Optional.empty();
            }
            String cause = "control groups above " + groups.path()
                    + " are hidden by a cgroup namespace, and this kernel has no cpu.stat.local";
            return Optional.of(
                    bandwidths.isLimited()
                            ? MissingCause.partly(QUOTA, cause + ": only quotas that are visible count", SHOW_ANCESTORS)
                            : MissingCause.of(QUOTA, cause, SHOW_ANCESTORS));
        }
    }

    /** Why it is not known who had the CPUs; empty if it is. */
    public Optional<MissingCause> cpuUsers() {
        return CpuTimesFile.problem(root)
                .map(problem -> MissingCause.of(
                        CPU_USERS, problem, "let the process read the /proc/stat of the host's kernel"));
    }

    /** Why it is not known whose requests keep a disk busy, and how much of a limit is used; empty if it is. */
    public Optional<MissingCause> disks() {
        DiskUses disks = DiskUses.of(root, pid);
        if (!disks.isAvailable()) {
            String remedy = "let the process read the /proc/diskstats of the host's kernel";
            return Optional.of(
                    MissingCause.of(GROUP_DISKS, "/proc/diskstats names no device or cannot be read", remedy));
        }
        ControllerGroups groups = Cgroups.of(root, pid).controller("blkio");
        if (groups.belowRoot().isEmpty()) {
            String cause = groups.problem().isEmpty()
                    ? "the process is in the root of the control groups, whose counters are the host's"
                    : groups.problem();
            return Optional.of(MissingCause.of(GROUP_DISKS, cause, "run the process in a control group of its own"));
        }
        Cgroup own = groups.belowRoot().get(0);
        String cause = own.path() + " of the process has no " + GroupDisks.file(own) + " that can be read";
        Optional<Cgroup> counted = disks.countedGroup();
        if (counted.isEmpty()) {
            return Optional.of(MissingCause.of(GROUP_DISKS, "the control group " + cause, COUNT_DISKS));
        }
        return counted.get().path().equals(own.path())
                ? Optional.empty()
                : Optional.of(MissingCause.partly(
                        GROUP_DISKS,
                        "the control group " + cause + ": they are of all of "
                                + counted.get().path(),
                        COUNT_DISKS));
    }

    /** Why stalls of the control group are not known, with the fields of those that are not; empty if all are. */
    public Optional<MissingCause> groupPressure() {
        Cgroups groups = Cgroups.of(root, pid);
        List<MissingCause> missing = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < PRESSURES.size(); i++) {
            List<String> ofResource = GROUP_PRESSURE.subList(2 * i, 2 * i + 2);
            pressure(groups.controller(PRESSURES.get(i)), PRESSURES.get(i), ofResource)
                    .ifPresent(one -> {
                        missing.add(one);
                        fields.addAll(one.fields());
                    });
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        MissingCause first = missing.get(0);
        return Optional.of(MissingCause.of(fields, first.cause(), first.remedy()));
    }

    /** With version 1 and 2 side by side, resources differ. */
    private static Optional<MissingCause> pressure(ControllerGroups groups, String resource, List<String> fields) {
        Optional<Cgroup> own = groups.own();
        if (own.isEmpty()) {
            return Optional.of(MissingCause.of(fields, groups.problem(), "mount the control groups"));
        }
        if (own.get().version() == 1) {
            String cause = "control groups of version 1 have no pressure stall information";
            return Optional.of(MissingCause.of(fields, cause, "boot the host with control groups of version 2"));
        }
        return PressureFile.problem(own.get().directory() + "/" + resource + ".pressure")
                .map(problem -> MissingCause.of(fields, problem, SWITCH_ON_PRESSURE));
    }

    /** Why stalls of the host are not known; empty if any is. */
    public Optional<MissingCause> hostPressure() {
        return PressureFile.kernelsProblem(root.resolve("proc/pressure/cpu").toString())
                .map(problem -> MissingCause.of(HOST_PRESSURE, problem, SWITCH_ON_PRESSURE));
    }
}
