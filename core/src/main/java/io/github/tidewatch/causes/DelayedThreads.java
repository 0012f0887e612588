package io.github.tidewatch.causes;

import io.github.tidewatch.host.CpuSet;
import java.util.Arrays;

/** What each thread did in an interval, in arrays that are used again. Belongs to one {@link CauseAccount}. */
final class DelayedThreads {
    int count;

    /** How many threads are in this sum: 1, but for those beyond the bound. */
    int[] members = new int[256];

    long[] onCpu = new long[256];
    long[] delay = new long[256];

    /** How often it was put on a CPU. */
    long[] switches = new long[256];

    int[] group = new int[256];

    /** Its number for this process. */
    int[] tid = new int[256];

    /** Its directory in {@code /proc}; null if it has exited, or for several. */
    String[] directory = new String[256];

    /** Null for several. */
    ThreadNote[] note = new ThreadNote[256];

    /** Where it may run. */
    CpuSet[] cpus = new CpuSet[256];

    /** The part of the delay in which its group's quota was used up. */
    long[] quota = new long[256];

    int add() {
        if (count == onCpu.length) {
            int size = count * 2;
            members = Arrays.copyOf(members, size);
            onCpu = Arrays.copyOf(onCpu, size);
            delay = Arrays.copyOf(delay, size);
            switches = Arrays.copyOf(switches, size);
            tid = Arrays.copyOf(tid, size);
            directory = Arrays.copyOf(directory, size);
            note = Arrays.copyOf(note, size);
            group = Arrays.copyOf(group, size);
            cpus = Arrays.copyOf(cpus, size);
            quota = Arrays.copyOf(quota, size);
        }
        members[count] = 1;
        onCpu[count] = 0;
        delay[count] = 0;
        switches[count] = 0;
        group[count] = 0;
        tid[count] = 0;
        directory[count] = null;
        note[count] = null;
        cpus[count] = null;
        quota[count] = 0;
        return count++;
    }

    void clear() {
        Arrays.fill(cpus, 0, count, null);
        Arrays.fill(note, 0, count, null);
        Arrays.fill(directory, 0, count, null);
        count = 0;
    }
}
