package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.cgroup.Cgroup;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.ControllerGroups;
import io.github.tidewatch.cgroup.CpuQuota;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What the cgroup of a process used, and what held it back, from one snapshot to the next. For one thread. */
final class GroupUse {
    private final Supplier<Cgroups> now;
    private Cgroups groups;
    private ControllerGroups cpu;
    private TimedCount usage = TimedCount.UNKNOWN;
    private Map<Cgroup, TimedCount> throttled = Map.of();

    /**
     * Of a process.
     *
     * @param now asks for its groups: it can be moved while it runs
     */
    GroupUse(Supplier<Cgroups> now) {
        this.now = now;
    }

    /** Begins: the next {@link #read} is of the time from here on. */
    void open() {
        read(new Snapshot());
    }

    /** Reads the counters, and sets what they counted since the last time, in percent of one CPU. */
    void read(Snapshot snapshot) {
        Cgroups present = now.get();
        if (groups == null || !present.isSameAs(groups)) {
            groups = present;
            cpu = groups.cpu();
            usage = TimedCount.UNKNOWN; // another group's
            throttled = Map.of();
        }
        TimedCount usedBefore = usage;
        usage = TimedCount.read(groups::cpuUsage);
        snapshot.cgroupCpu = usage.percentSince(usedBefore);
        snapshot.cgroupThrottled = throttled();
        CpuQuota quota = CpuQuota.of(cpu);
        snapshot.cgroupQuota = quota.cpus().orElse(Double.NaN);
        snapshot.isCgroupQuotaKnown = quota.isKnown();
        snapshot.cgroupQuotaOf = quota.isAncestors() ? quota.group().get().path() : "";
    }

    /** Of the group that was held back for longest; NaN if unknown. */
    private double throttled() {
        Map<Cgroup, TimedCount> before = throttled;
        throttled = new HashMap<>();
        double most = Double.NaN;
        for (Cgroup group : cpu.visible()) {
            TimedCount sum = TimedCount.read(group::throttledTime);
            double share = sum.percentSince(before.getOrDefault(group, TimedCount.UNKNOWN));
            throttled.put(group, sum);
            most = Double.isNaN(most) || share > most ? share : most;
        }
        return most;
    }
}
