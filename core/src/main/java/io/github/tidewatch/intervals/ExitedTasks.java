package io.github.tidewatch.intervals;

import java.util.ArrayDeque;
import java.util.Queue;

/** Tasks that have exited and wait to be reported, within a bound of bytes. Not safe for use by several threads at once. */
public final class ExitedTasks {
    /** So many bytes wait in one place at most: an eighth of what heap there can be. */
    public static final long MOST_BYTES =
            Math.max(4L << 20, Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 8));

    /** From so many bytes on they are to be reported before the next sample: some thousand tasks. */
    public static final long CROWD_BYTES = Math.min(2L << 20, MOST_BYTES / 4);

    private final Queue<Task> tasks = new ArrayDeque<>();
    private long bytes;
    private long lost;

    /** Adds a task; where there is no room it is lost. */
    public void add(Task task) {
        if (bytes + task.bytes() > MOST_BYTES) {
            lost++;
            return;
        }
        bytes += task.bytes();
        tasks.add(task);
    }

    /** Takes the one that has waited longest; null if there is none. To be called until there is none. */
    public Task poll() {
        Task task = tasks.poll();
        if (task == null) {
            bytes = 0; // and not before, since a name may have changed meanwhile
        }
        return task;
    }

    /** Forgets all. */
    public void clear() {
        tasks.clear();
        bytes = 0;
    }

    /** How many were not taken in, for want of room. */
    public long lost() {
        return lost;
    }
}
