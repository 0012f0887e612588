package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.cgroup.Cgroup;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.ControllerGroups;
import io.github.tidewatch.cgroup.CpuQuota;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What the cgroup of a process used, and what held it back, from one snapshot to the next. For one thread. */
final class GroupUse {
    private static final double PERCENT = 100;

    private final Supplier<Cgroups> now;
    private Cgroups groups;
    private ControllerGroups cpu;
    private long time;
    private OptionalLong usage = OptionalLong.empty();
    private Map<Cgroup, Long> throttled = Map.of();

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

    /** Reads the counters, and tells what they counted since the last time, in percent of one CPU. */
    void read(Snapshot snapshot) {
        Cgroups present = now.get();
        if (groups == null || !present.isSameAs(groups)) {
            groups = present;
            cpu = groups.cpu();
            usage = OptionalLong.empty(); // another group's
            throttled = Map.of();
        }
        long before = time;
        OptionalLong usedBefore = usage;
        time = System.nanoTime();
        usage = groups.cpuUsage();
        if (usedBefore.isPresent() && usage.isPresent()) {
            snapshot.cgroupCpu = percent(usage.getAsLong() - usedBefore.getAsLong(), time - before);
        }
        snapshot.cgroupThrottled = throttled(time - before);
        CpuQuota quota = CpuQuota.of(cpu);
        snapshot.cgroupQuota = quota.cpus().orElse(Double.NaN);
        snapshot.isCgroupQuotaKnown = quota.isKnown();
        snapshot.cgroupQuotaOf = quota.isAncestors() ? quota.group().get().path() : "";
    }

    /** Of the group that was held back for longest; NaN without a quota. */
    private double throttled(long length) {
        Map<Cgroup, Long> before = throttled;
        throttled = new HashMap<>();
        double most = Double.NaN;
        for (Cgroup group : cpu.visible()) {
            OptionalLong sum = group.throttledTime();
            if (sum.isPresent()) {
                throttled.put(group, sum.getAsLong());
                Long then = before.get(group);
                double share = then == null ? Double.NaN : percent(sum.getAsLong() - then, length);
                most = Double.isNaN(most) || share > most ? share : most;
            }
        }
        return most;
    }

    private static double percent(long amount, long length) {
        return amount * PERCENT / length;
    }
}
