package io.github.tidewatch.accounting;

import io.github.tidewatch.counters.CounterSource;
import io.github.tidewatch.counters.IoCounts;
import io.github.tidewatch.counters.TaskCounters;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.TaskFiles;
import java.io.IOException;

/** Reads of a task, in each sample, what costs more than the counters that show whether it ran. */
final class TaskDetails {
    /** For how many passes a task is young, which is when threads name themselves. */
    private static final int YOUNG = 16;

    private final CounterSource source;
    private final IoCounts ioCounts;
    private final boolean frugal;
    private final ProcBuffer comm = new ProcBuffer(64);

    /** Whether the I/O counts are read, which costs a read of a file for each active thread. */
    private boolean usageWanted;

    /**
     * Details of tasks.
     *
     * @param ioCounts null where the kernel does not count I/O per thread
     * @param frugal whether to save reads of files, which are most of the cost: the I/O counts are read when the bytes
     *     from or to storage have changed (as taskstats reports, by 1 KiB; the counts of calls may then be old), and the
     *     kernel's names of threads that are not new now and then
     */
    TaskDetails(CounterSource source, IoCounts ioCounts, boolean frugal) {
        this.source = source;
        this.ioCounts = ioCounts;
        this.frugal = frugal;
    }

    void wantUsage(boolean wanted) {
        usageWanted = wanted;
    }

    boolean isUsageWanted() {
        return usageWanted;
    }

    /** Reads what may have changed of a task that pass number {@code pass} has read. */
    void read(Task task, long pass) {
        TaskCounters counters = task.counters();
        if (counters.isActive() || task.foundInPass() == pass) {
            source.readRest(counters);
            counters.takeSplit();
            if (!task.isJava() && (!frugal || isNameDue(task, pass))) {
                readName(task);
            }
            counters.io().expire(frugal);
        }
        if (!counters.io().isRead() && ioCounts != null && usageWanted) {
            counters.io().setRead(ioCounts.read(counters));
        }
    }

    private static boolean isNameDue(Task task, long pass) {
        return pass - task.foundInPass() < YOUNG || (pass + task.tid()) % YOUNG == 0;
    }

    /** The kernel's name, again and again: a thread names itself after it was made. */
    private void readName(Task task) {
        try {
            task.counters().files().read(TaskFiles.Name.COMM, comm);
            task.rename(comm.bytes(), comm.length() - 1);
        } catch (IOException e) {
            return; // it has ended, and is no longer reported
        }
    }
}
