package io.github.tidewatch.causes;

import io.github.tidewatch.host.CpuSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Where threads may run. A read costs some 10 µs, so only few threads are read in an interval, of those that lose time; of the
 * others it is assumed that they may run where the process's first thread may. Not safe for use by several threads at once.
 */
final class ThreadCpus {
    private static final int READS = 2;

    /** An answer is used for so many intervals. */
    private static final int VALID = 30;

    private static final int MOST_SETS = 16;

    private final String tasks;
    private final int leader;
    private final List<CpuSet> sets = new ArrayList<>();
    private CpuSet ofProcess;
    private long interval;
    private int reads;

    /**
     * Of the tasks of a process.
     *
     * @param process its directory, such as {@code /proc/self}
     * @param leader its first task, as numbered there
     */
    ThreadCpus(String process, int leader) {
        this.tasks = process + "/task/";
        this.leader = leader;
    }

    void nextInterval() {
        if (interval % VALID == 0) {
            ofProcess = same(CpuSet.ofTask(tasks + leader));
        }
        interval++;
        reads = 0;
    }

    /** Of a thread that uses or lacks much; null if it is not known. */
    CpuSet of(int tid, ThreadNote note) {
        boolean old = note.cpusReadIn == 0 || interval - note.cpusReadIn >= VALID;
        if (old && reads < READS) {
            reads++;
            note.cpus = same(CpuSet.ofTask(tasks + tid));
            note.cpusReadIn = interval;
        }
        return note.cpus == null ? ofProcess : note.cpus;
    }

    CpuSet ofProcess() {
        return ofProcess;
    }

    /** One object for equal sets, of which there are few. */
    private CpuSet same(CpuSet read) {
        int at = sets.indexOf(read);
        if (read == null || at >= 0) {
            return read == null ? null : sets.get(at);
        }
        if (sets.size() == MOST_SETS) {
            return ofProcess;
        }
        sets.add(read);
        return read;
    }
}
