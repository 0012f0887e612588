package io.github.tidewatch.causes;

import io.github.tidewatch.host.CpuSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The use of each set of CPUs that threads may run on, of which there are few. Belongs to one {@link CauseAccount}. */
final class CpuUses {
    private final List<CpuUse> all = new ArrayList<>();
    private double[] added = new double[4];
    private int[] overlaps = new int[16];
    private int overlapsOf;
    private CpuUse latest;
    private boolean known;

    /** Begins with what the host counted. */
    void begin(HostCounters host) {
        known = true;
        for (int i = 0; i < all.size(); i++) {
            known &= host.take(all.get(i));
        }
        this.host = host;
        Arrays.fill(added, 0);
    }

    private HostCounters host;

    /** Threads that may run there ran for so long. */
    void addOwn(CpuSet cpus, long onCpu) {
        added[indexOf(cpus)] += onCpu;
    }

    private int indexOf(CpuSet cpus) {
        for (int i = 0; i < all.size(); i++) {
            if (Objects.equals(all.get(i).cpus, cpus)) {
                return i;
            }
        }
        CpuUse use = new CpuUse(cpus);
        known &= host.take(use);
        all.add(use);
        if (added.length < all.size()) {
            added = Arrays.copyOf(added, added.length * 2);
        }
        return all.size() - 1;
    }

    /** When all have been added: of what threads ran, each set has the part that its CPUs are of where they may run. */
    void overlap() {
        int size = all.size();
        if (overlapsOf != size) {
            overlaps = new int[size * size];
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < size; k++) {
                    overlaps[i * size + k] = common(all.get(i).cpus, all.get(k).cpus);
                }
            }
            overlapsOf = size;
        }
        for (int i = 0; i < size; i++) {
            double own = 0;
            for (int k = 0; k < size; k++) {
                int of = overlaps[k * size + k];
                own += of == 0 ? 0 : added[k] * overlaps[i * size + k] / of;
            }
            all.get(i).own = (long) own;
        }
    }

    /** Null is all CPUs. */
    private static int common(CpuSet one, CpuSet two) {
        if (one == null && two == null) {
            return 1;
        }
        return one == null ? two.count() : two == null ? one.count() : one.common(two);
    }

    /** The use of a set; null if it is not known. */
    CpuUse of(CpuSet cpus) {
        if (latest == null || !Objects.equals(latest.cpus, cpus)) {
            latest = all.get(indexOf(cpus));
        }
        return known ? latest : null;
    }
}
