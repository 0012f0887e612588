package io.github.tidewatch.cgroup;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The CPU quota in force for a process: the smallest of its own group and its ancestors (cgroups nest, and none gives
 * more than the one above it has). Immutable; safe for all threads.
 */
public final class CpuQuota {
    private final double cpus;
    private final Cgroup group;
    private final boolean ancestors;
    private final ControllerGroups groups;
    private final boolean known;

    private CpuQuota(ControllerGroups groups) {
        double smallest = Double.POSITIVE_INFINITY;
        Cgroup whose = null;
        boolean all = groups.own().isPresent();
        for (Cgroup visible : groups.visible()) {
            CpuLimit limit = visible.cpuLimit();
            all &= limit.isKnown();
            if (limit.cpus < smallest) {
                smallest = limit.cpus;
                whose = visible;
            }
        }
        this.groups = groups;
        this.cpus = smallest;
        this.group = whose;
        this.ancestors = whose != null && whose != groups.own().get();
        this.known = all;
    }

    /** As the groups' files say now. */
    public static CpuQuota of(ControllerGroups cpu) {
        return new CpuQuota(cpu);
    }

    /** How many CPUs may be used; empty if no visible group has a quota, or it is not known. */
    public OptionalDouble cpus() {
        return group == null ? OptionalDouble.empty() : OptionalDouble.of(cpus);
    }

    /** The group whose quota it is; empty where {@link #cpus} is. */
    public Optional<Cgroup> group() {
        return Optional.ofNullable(group);
    }

    /** Whether it is the quota of an ancestor, which limits all groups below that in sum. */
    public boolean isAncestors() {
        return ancestors;
    }

    /**
     * Whether the quota of each visible group could be read, and the own group is visible. If not, there may be a smaller
     * one than {@link #cpus}, or one at all.
     */
    public boolean isKnown() {
        return known;
    }

    /** For people: the own group and the quota, such as "v2 /sys/fs/cgroup/app, quota 0.50 CPUs". */
    public String description() {
        if (groups.own().isEmpty()) {
            String where = groups.path().isEmpty() ? "" : "v" + groups.version() + " " + groups.path() + ", ";
            return where + "CPU quota unknown: " + groups.problem();
        }
        return groups.own().get() + ", " + amount();
    }

    private String amount() {
        if (group != null) {
            return String.format(Locale.ROOT, "quota %s%.2f CPUs", known ? "" : "at most ", cpus)
                    + (ancestors ? " (that of its ancestor " + group.path() + ")" : "");
        }
        if (!known) {
            return "CPU quota unknown: the files of the groups cannot be read";
        }
        return groups.reachesRoot() ? "no CPU quota" : "no CPU quota in the visible groups, those above are hidden";
    }
}
