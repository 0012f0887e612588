package io.github.tidewatch.causes;

import io.github.tidewatch.host.CpuSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The use of each set of CPUs that threads of an interval may run on, of which there are few. Belongs to one {@link CauseAccount}. */
final class CpuUses {
    /** Of sets beyond these, nothing is known in the interval. */
    private static final int MOST_SETS = 256;

    private final Map<CpuSet, CpuUse> all = new HashMap<>();
    /** Of threads of which is not known where they may run. */
    private final CpuUse none = new CpuUse(null);

    private double[] byCpu = {};
    private HostCounters host;
    private CpuUse latest;

    /** Begins with what the host counted; forgets sets that no thread of the last interval had. */
    void begin(HostCounters counters) {
        host = counters;
        latest = null;
        none.added = 0;
        host.take(none);
        all.values().removeIf(use -> !use.used);
        all.values().forEach(use -> {
            use.used = false;
            use.added = 0;
        });
    }

    /** Threads that may run there ran for so long. */
    void addOwn(CpuSet cpus, long onCpu) {
        find(cpus).added += onCpu;
    }

    private CpuUse find(CpuSet cpus) {
        if (cpus == null) {
            return none;
        }
        if (latest != null && Objects.equals(latest.cpus, cpus)) {
            return latest;
        }
        CpuUse use = all.get(cpus);
        if (use == null) {
            if (all.size() >= MOST_SETS) {
                return none;
            }
            use = new CpuUse(cpus);
            all.put(cpus, use);
        }
        if (!use.used) {
            use.used = true;
            use.known = host.take(use);
        }
        latest = use;
        return use;
    }

    /** When all have been added: what threads ran counts on each CPU that they may use alike. */
    void overlap() {
        byCpu = host.placeForEachCpu(byCpu);
        Arrays.fill(byCpu, 0);
        host.spread(none, byCpu);
        for (CpuUse use : all.values()) {
            if (use.used && use.known) {
                host.spread(use, byCpu);
            }
        }
        for (CpuUse use : all.values()) {
            if (use.used && use.known) {
                host.takeOwn(use, byCpu);
            }
        }
    }

    /** The use of a set; null if it is not known. */
    CpuUse of(CpuSet cpus) {
        CpuUse use = find(cpus);
        return use.known ? use : null;
    }
}
