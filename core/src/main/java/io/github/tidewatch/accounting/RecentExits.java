package io.github.tidewatch.accounting;

import io.github.tidewatch.procfs.TaskList;
import java.io.File;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tasks that this look and the one before have shown to have ended: they may still be there, being taken down, and
 * are none that are new. Of each only what tells it from others is kept. Not safe for use by several threads at once.
 */
final class RecentExits {
    /** Beyond so many, at some 150 bytes each, those are forgotten that are not there any more. */
    private static final int MANY = 10_000;

    /** So many at most, whatever is there. */
    private static final int MOST = 100_000;

    /** So many at a time: each costs a system call. */
    private static final int CHECKED = 2000;

    private Map<Integer, End> recent = new LinkedHashMap<>();
    private Map<Integer, End> older = new LinkedHashMap<>();

    /** Which task it was that ended. */
    static final class End {
        private final int tid;
        private final long startTicks;
        private final long earliestStart;
        private final long latestStart;
        final boolean toldBefore;

        End(Task task) {
            tid = task.tid();
            startTicks = task.startTicks;
            earliestStart = task.earliestStart;
            latestStart = task.latestStart;
            toldBefore = task.toldBefore;
        }

        private boolean isOf(Task task) {
            return task.tid() == tid && task.startedWithin(startTicks, earliestStart, latestStart);
        }
    }

    void lookBegins() {
        Map<Integer, End> oldest = older;
        older = recent;
        recent = oldest;
        recent.clear();
    }

    /** The task has ended. */
    void add(Task last) {
        recent.put(last.tid(), new End(last));
        if (recent.size() > MOST) {
            Iterator<End> ends = recent.values().iterator();
            ends.next();
            ends.remove();
        }
    }

    /** Remembers an end for the next look, too. */
    void add(End end) {
        recent.put(end.tid, end);
    }

    /** The end of a task that is still there; null if it has not ended. */
    End of(Task found) {
        End end = recent.getOrDefault(found.tid(), older.get(found.tid()));
        return end != null && end.isOf(found) ? end : null;
    }

    /** To be called when many have ended since the last look: a task that is gone needs not be remembered. */
    void forgetGone() {
        if (recent.size() > MANY) {
            Iterator<End> ends = recent.values().iterator();
            for (int i = 0; i < CHECKED && ends.hasNext(); i++) {
                if (!new File(TaskList.OWN + "/" + ends.next().tid).exists()) {
                    ends.remove();
                }
            }
        }
    }
}
