package io.github.tidewatch.taskstats;

import io.github.tidewatch.netlink.MalformedMessageException;
import io.github.tidewatch.taskstats.TaskStatsField.Kind;

/** Where the fields of one version of {@code struct taskstats} are, and which of them are filled. */
@SuppressWarnings("EnumOrdinal") // Primitive tables on the path of every number of every thread; never stored.
final class TaskStatsLayout {
    static final int NEWEST_VERSION = 17;
    /** Before it, fields were aligned differently on each architecture; it came with Linux 2.6.22. */
    private static final int OLDEST_VERSION = 4;

    private static final int ABSENT = -1;
    private static final TaskStatsField[] FIELDS = TaskStatsField.values();
    private static final TaskStatsLayout[][] LAYOUTS = new TaskStatsLayout[Filling.values().length][NEWEST_VERSION + 1];

    static {
        for (Filling filling : Filling.values()) {
            for (int version = OLDEST_VERSION; version <= NEWEST_VERSION; version++) {
                LAYOUTS[filling.ordinal()][version] = new TaskStatsLayout(version, filling);
            }
        }
    }

    /** By ordinal of the field; {@link #ABSENT} if the version has no such field or it is not filled. */
    private final int[] offsets = new int[FIELDS.length];

    private TaskStatsLayout(int version, Filling filling) {
        for (TaskStatsField field : FIELDS) {
            int offset = version == 15 ? offsetIn15(field) : field.offset;
            offsets[field.ordinal()] = filling.fills(field, version) ? offset : ABSENT;
        }
    }

    /**
     * The layout of a version. One that is newer than the newest known is taken for the newest known, since fields
     * are only appended.
     *
     * @throws MalformedMessageException if there is no such version
     */
    static TaskStatsLayout of(int version, Filling filling) {
        if (version < OLDEST_VERSION) {
            throw new MalformedMessageException("a struct taskstats of version " + version);
        }
        return LAYOUTS[filling.ordinal()][Math.min(version, NEWEST_VERSION)];
    }

    /** Where the field begins, if all of it is within {@code length} bytes; else negative. */
    int offset(TaskStatsField field, int length) {
        int offset = offsets[field.ordinal()];
        return offset + field.kind.size <= length ? offset : ABSENT;
    }

    /**
     * Version 15 (Linux 6.14, 6.15.0, and distributions that took it) put longest and shortest delay directly behind
     * each total, and so moved everything that follows; version 16 took that back and appended them.
     */
    private static int offsetIn15(TaskStatsField field) {
        String name = field.name();
        if (name.endsWith("_DELAY_MAX") || name.endsWith("_DELAY_MIN")) {
            TaskStatsField total = TaskStatsField.valueOf(name.substring(0, name.length() - 3) + "TOTAL");
            return offsetIn15(total) + (name.endsWith("MAX") ? 8 : 16);
        }
        int offset = field.offset;
        for (TaskStatsField before : FIELDS) {
            if (before.name().endsWith("_DELAY_TOTAL") && before.offset < field.offset) {
                offset += 2 * Kind.U64.size;
            }
        }
        return offset;
    }
}
