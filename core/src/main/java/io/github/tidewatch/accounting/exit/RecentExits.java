package io.github.tidewatch.accounting.exit;

import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.procfs.TaskList;
import java.io.File;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tasks that this sample and the one before have shown to have ended: they may still be there, being taken down, and
 * are none that are new. Of each only what distinguishes it from others is kept. Not safe for use by several threads at once.
 */
final class RecentExits {
    /** Beyond so many, at some 150 bytes each, those are forgotten that are not there any more. */
    private static final int MANY = 10_000;

    /** So many at most, whatever is there. */
    private static final int MOST = 100_000;

    /** So many at a time: each costs a system call. */
    private static final int CHECKED = 2000;

    private Map<Integer, Exit> recent = new LinkedHashMap<>();
    private Map<Integer, Exit> older = new LinkedHashMap<>();

    /** Which task it was that ended. */
    static final class Exit {
        private final int tid;
        private final long startTicks;
        private final long earliestStart;
        private final long latestStart;
        final boolean reportedBefore;

        Exit(Task task) {
            tid = task.tid();
            startTicks = task.counters().startTicks();
            earliestStart = task.counters().earliestStart();
            latestStart = task.counters().latestStart();
            reportedBefore = task.isReportedBefore();
        }

        private boolean isOf(Task task) {
            return task.tid() == tid && task.counters().startedWithin(startTicks, earliestStart, latestStart);
        }
    }

    void passBegins() {
        Map<Integer, Exit> oldest = older;
        older = recent;
        recent = oldest;
        recent.clear();
    }

    /** The task has exited. */
    void add(Task last) {
        recent.put(last.tid(), new Exit(last));
        if (recent.size() > MOST) {
            Iterator<Exit> exits = recent.values().iterator();
            exits.next();
            exits.remove();
        }
    }

    /** Remembers an end for the next sample, too. */
    void add(Exit exit) {
        recent.put(exit.tid, exit);
    }

    /** The end of a task that is still there; null if it has not ended. */
    Exit of(Task found) {
        Exit exit = recent.getOrDefault(found.tid(), older.get(found.tid()));
        return exit != null && exit.isOf(found) ? exit : null;
    }

    /** To be called when many have ended since the last sample: a task that is gone needs not be remembered. */
    void forgetGone() {
        if (recent.size() > MANY) {
            Iterator<Exit> exits = recent.values().iterator();
            for (int i = 0; i < CHECKED && exits.hasNext(); i++) {
                if (!new File(TaskList.OWN + "/" + exits.next().tid).exists()) {
                    exits.remove();
                }
            }
        }
    }
}
