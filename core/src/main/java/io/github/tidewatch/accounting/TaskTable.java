package io.github.tidewatch.accounting;

import io.github.tidewatch.accounting.exit.KnownTasks;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.TaskList;
import io.github.tidewatch.thread.JavaThreads;
import java.util.Arrays;

/**
 * The tasks of a process, each with its Java thread, kept from one pass to the next. Both lists are sorted by tid,
 * so that bringing the table up to date is one walk.
 */
final class TaskTable implements KnownTasks {
    private final TaskList list;
    private final JavaThreads java;
    private final DescriptorBudget descriptors;
    private final int primordial;
    private Task[] tasks = new Task[256];
    private Task[] spare = new Task[256];
    private int count;

    /** Tid and place in the list of Java threads, in one number so that sorting needs no objects. */
    private long[] mapped = new long[256];

    private int mappedCount;

    /** Whether this pass has listed the tasks. */
    private boolean listed;

    /** The place in the list of Java threads of each task, or -1. */
    private int[] javaIndex = new int[256];

    /**
     * An empty table.
     *
     * @param primordial the tid of the process's first task; 0 where that makes no difference
     */
    TaskTable(TaskList list, JavaThreads java, DescriptorBudget descriptors, int primordial) {
        this.primordial = primordial;
        this.list = list;
        this.java = java;
        this.descriptors = descriptors;
    }

    @Override
    public Task[] tasks() {
        return tasks;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Task find(int tid) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int there = tasks[middle].tid();
            if (there == tid) {
                return tasks[middle];
            } else if (there < tid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** How many files of the tasks are kept open. */
    int keptFiles() {
        return descriptors.kept();
    }

    boolean isMappingKnown() {
        return java.isMapped();
    }

    /**
     * Lists the tasks first and the Java threads after: a Java thread that was alive while the tasks were listed is
     * then among the Java threads, unless it has just been made or is just ending.
     *
     * <p>To list them costs more than to sample them. It is left out where as many tasks live as are known, and each Java
     * thread is one of them: then they are the same, unless reading them finds one gone ({@link #mayLackNewcomers}).
     *
     * @param pass the number of this pass
     */
    void refresh(long pass) {
        listed = !isComplete() && list();
        java.refresh();
        sortMapped();
        if (!listed) {
            listed = hasJavaThreadWithoutTask() && list();
        }
        if (listed) {
            mergeTasks(pass);
        }
        mergeMapped(0);
    }

    /** Whether a task has exited and none was looked for that may have taken its place. To be called when they have been read. */
    boolean mayLackNewcomers() {
        boolean gone = false;
        for (int i = 0; i < count; i++) {
            if (tasks[i].counters().isGone()) {
                tasks[i].keepIdentity();
                gone = true;
            }
        }
        return gone && !listed;
    }

    /** Adds those that have begun since the last list, and drops those that are gone. */
    void addNewcomers(long pass) {
        listed = list();
        if (listed) {
            mergeTasks(pass);
            mergeMapped(pass);
        }
    }

    private boolean hasJavaThreadWithoutTask() {
        int at = 0;
        for (int i = 0; i < mappedCount; i++) {
            while (at < count && tasks[at].tid() < mapped[i] >> 32) {
                at++;
            }
            if (at == count || tasks[at].tid() != mapped[i] >> 32) {
                return true;
            }
        }
        return false;
    }

    private boolean isComplete() {
        if (count == 0 || list.size() != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (tasks[i].counters().isGone() || !tasks[i].counters().everRead()) {
                return false;
            }
        }
        return true;
    }

    /** Without a new list (no memory, no descriptors) the tasks known so far can still be read. */
    private boolean list() {
        try {
            list.refresh();
            return true;
        } catch (RuntimeException e) {
            if (count == 0) {
                throw e;
            }
            return false;
        }
    }

    /**
     * A task that is not in the list is kept until reading it says that it is gone: while threads end, a listing of
     * {@code /proc/self/task} can leave out others that live.
     */
    private void mergeTasks(long pass) {
        if (spare.length < list.count() + count) {
            spare = new Task[(list.count() + count) * 2];
        }
        int old = 0;
        int next = 0;
        for (int i = 0; i < list.count(); i++) {
            int tid = list.tid(i);
            while (old < count && tasks[old].tid() < tid) {
                next = keepUnlessGone(tasks[old++], next);
            }
            if (old < count && tasks[old].tid() == tid && !tasks[old].counters().isGone()) {
                spare[next++] = tasks[old++];
            } else {
                spare[next++] = newTask(tid, pass);
                if (old < count && tasks[old].tid() == tid) {
                    tasks[old++].counters().files().close();
                }
            }
        }
        while (old < count) {
            next = keepUnlessGone(tasks[old++], next);
        }
        Task[] previous = tasks;
        Arrays.fill(previous, 0, count, null);
        tasks = spare;
        spare = previous;
        count = next;
    }

    private Task newTask(int tid, long pass) {
        Task task = new Task(list.path(tid), tid, descriptors, pass);
        task.setPrimordial(tid == primordial);
        return task;
    }

    private int keepUnlessGone(Task task, int next) {
        if (task.counters().isGone() || !task.counters().everRead()) {
            task.counters().files().close();
            return next;
        }
        spare[next] = task;
        return next + 1;
    }

    private void sortMapped() {
        if (mapped.length < java.count()) {
            mapped = new long[java.count() * 2];
        }
        mappedCount = 0;
        for (int i = 0; i < java.count(); i++) {
            if (java.tid(i) != 0) {
                mapped[mappedCount++] = (long) java.tid(i) << 32 | i;
            }
        }
        Arrays.sort(mapped, 0, mappedCount);
    }

    /**
     * Finds the Java thread of each task.
     *
     * @param fromPass only for the tasks that were found in this pass or later
     */
    private void mergeMapped(long fromPass) {
        if (javaIndex.length < tasks.length) {
            javaIndex = new int[tasks.length];
        }
        int next = 0;
        for (int i = 0; i < count; i++) {
            while (next < mappedCount && mapped[next] >> 32 < tasks[i].tid()) {
                next++;
            }
            if (next < mappedCount && mapped[next] >> 32 == tasks[i].tid()) {
                javaIndex[i] = (int) mapped[next];
                if (tasks[i].foundInPass() >= fromPass) {
                    tasks[i].mapTo(java.thread(javaIndex[i]));
                }
            } else {
                javaIndex[i] = -1;
                if (tasks[i].foundInPass() >= fromPass) {
                    tasks[i].unmapped();
                }
            }
        }
    }

    /**
     * To be called when the counters have been read: a Java thread that has exited meanwhile may have left its tid to
     * another, so that what was read is not known to be its own.
     */
    void dismissExited() {
        for (int i = 0; i < count; i++) {
            if (javaIndex[i] >= 0 && !java.isStillAlive(javaIndex[i])) {
                tasks[i].counters().readFailed();
                tasks[i].waits().forget();
            }
        }
        java.release();
    }

    void close() {
        for (int i = 0; i < count; i++) {
            tasks[i].counters().files().close();
        }
        Arrays.fill(tasks, 0, count, null);
        count = 0;
        list.close();
        java.close();
    }
}
