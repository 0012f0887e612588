package io.github.tidewatch.causes;

import io.github.tidewatch.host.CpuSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Where threads may run. A read costs some µs, so only few threads are read in an interval, of those that lose time, in
 * turn; of the others it is assumed that they may run where the process's first thread may. Not safe for use by several
 * threads at once.
 */
final class ThreadCpus {
    /** An answer is used for so many intervals, if there are reads enough. */
    private static final int VALID = 30;

    private static final int FEWEST_READS = 2;
    private static final int MOST_READS = 64;

    /** Of sets beyond these, equal ones may be several objects. */
    private static final int MOST_SETS = 256;

    private final TaskAffinity affinity;
    private final int pid;
    private final String process;
    private final Map<CpuSet, CpuSet> sets = new HashMap<>();
    private CpuSet ofProcess;
    private CpuSet ofProcessBefore;
    private CpuSet online;
    private long changedIn;
    private long interval;
    private int next;

    /**
     * Of the tasks of a process.
     *
     * @param pid its number for this process
     * @param process its directory, such as {@code /proc/self}
     */
    ThreadCpus(TaskAffinity affinity, int pid, String process) {
        this.affinity = affinity;
        this.pid = pid;
        this.process = process;
    }

    void nextInterval() {
        interval++;
        CpuSet read = affinity.of(pid, process);
        if (read != null && !read.equals(ofProcess)) {
            ofProcessBefore = ofProcess;
            ofProcess = same(read);
            changedIn = interval;
        }
    }

    /**
     * Reads some of the threads that used or lack much.
     *
     * @param worth how much that is
     */
    void read(DelayedThreads threads, long worth) {
        int worthy = 0;
        for (int i = 0; i < threads.count; i++) {
            worthy += isWorthy(threads, i, worth) ? 1 : 0;
        }
        int left = Math.min(MOST_READS, FEWEST_READS + worthy / VALID);
        int first = next;
        for (int k = 0; k < threads.count && left > 0; k++) {
            int i = (first + k) % threads.count;
            if (isWorthy(threads, i, worth) && isOld(threads.note[i])) {
                left--;
                next = i + 1;
                threads.note[i].cpus = same(affinity.of(threads.tid[i], threads.directory[i]));
                threads.note[i].cpusReadIn = interval;
            }
        }
    }

    private static boolean isWorthy(DelayedThreads threads, int i, long worth) {
        return threads.directory[i] != null && threads.onCpu[i] + threads.delay[i] >= worth;
    }

    private boolean isOld(ThreadNote note) {
        return note.cpusReadIn == 0 || note.cpusReadIn < changedIn || interval - note.cpusReadIn >= VALID;
    }

    /** Of a thread, or of several, which have no note; null if it is not known. */
    CpuSet of(ThreadNote note) {
        if (note == null || note.cpus == null) {
            return ofProcess;
        }
        boolean followed = note.cpusReadIn < changedIn && note.cpus.equals(ofProcessBefore);
        return followed ? ofProcess : note.cpus;
    }

    /** How many CPUs a set has of those that are online, where {@code /proc/stat} does not say. */
    int count(CpuSet set) {
        if (online == null) {
            online = CpuSet.online();
        }
        if (set == null) {
            return online == null ? 1 : online.count();
        }
        return Math.max(1, online == null ? set.count() : set.common(online));
    }

    /** One object for equal sets, of which there are few. */
    private CpuSet same(CpuSet read) {
        if (read == null) {
            return null;
        }
        CpuSet known = sets.get(read);
        if (known != null) {
            return known;
        }
        if (sets.size() >= MOST_SETS) {
            sets.clear();
        }
        sets.put(read, read);
        return read;
    }
}
