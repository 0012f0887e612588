package io.github.tidewatch.causes;

import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.ThreadKinds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The groups of an interval's threads, in bounded memory. Belongs to one {@link CauseAccount}. */
final class CauseGroups {
    private static final int MOST_GROUPS = 512;

    /** Of all names: thread names may be long. */
    private static final int MOST_CHARS = 1 << 17;

    private static final int LONGEST_NAME = 1 << 10;

    private final Map<String, CauseGroup> byName = new HashMap<>();
    private int chars;
    private int forgotten = 1;
    private boolean full;

    /** Those that have threads in this interval. */
    final List<CauseGroup> present = new ArrayList<>();

    /** Of all that are not worth a group of their own. */
    final CauseGroup other = new CauseGroup(ThreadGroups.OTHERS);

    /** The group of a thread, as of now. */
    CauseGroup join(Task task, ThreadNote note) {
        String name = task.name();
        if (note.forgotten != forgotten || note.java != task.isJava() || !name.equals(note.name)) {
            note.name = name;
            note.java = task.isJava();
            note.group = find(ThreadGroups.of(name, kind(task, name)));
            note.forgotten = forgotten;
        }
        CauseGroup group = note.group;
        if (group.index < 0) {
            group.index = present.size();
            present.add(group);
        }
        return group;
    }

    private static ThreadKind kind(Task task, String name) {
        Thread thread = task.javaThread();
        ThreadGroup group = thread == null ? null : thread.getThreadGroup();
        return ThreadKinds.of(name, task.isJava(), group == null ? null : group.getName());
    }

    private CauseGroup find(String name) {
        CauseGroup known = byName.get(name);
        if (known != null) {
            return known;
        }
        if (name.length() > LONGEST_NAME) {
            return other;
        }
        if (byName.size() >= MOST_GROUPS || chars + name.length() > MOST_CHARS) {
            full = true;
            return other;
        }
        CauseGroup made = new CauseGroup(name);
        byName.put(name, made);
        chars += name.length();
        return made;
    }

    /** The next interval begins. */
    void clear() {
        for (int i = 0; i < present.size(); i++) {
            present.get(i).clear();
        }
        // Between intervals only, so that none has two groups of one name; and only if most are of threads that are
        // gone.
        boolean forgets = full && present.size() <= byName.size() / 2;
        present.clear();
        other.clear();
        if (forgets) {
            byName.clear();
            chars = 0;
            full = false;
            forgotten++;
        }
    }
}
