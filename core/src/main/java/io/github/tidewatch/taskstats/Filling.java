package io.github.tidewatch.taskstats;

import java.util.EnumSet;
import java.util.Set;

/** Which fields the kernel fills; the rest of the structure is 0 there and must not be taken for a number. */
enum Filling {
    THREAD(TaskScope.THREAD),
    GROUP(TaskScope.GROUP),
    /**
     * A group at its end, on kernels before "taskstats: retain dead thread stats in TGID queries" (2026, and in stable
     * series since): {@code fill_tgid_exit()} added up the delays only.
     */
    GROUP_DELAYS(TaskScope.GROUP);

    private static final Set<TaskStatsField> NOT_DELAYS = EnumSet.of(
            TaskStatsField.AC_ETIME,
            TaskStatsField.AC_UTIME,
            TaskStatsField.AC_STIME,
            TaskStatsField.NVCSW,
            TaskStatsField.NIVCSW);

    final TaskScope scope;

    Filling(TaskScope scope) {
        this.scope = scope;
    }

    static Filling of(TaskScope scope) {
        return scope == TaskScope.THREAD ? THREAD : GROUP;
    }

    boolean fills(TaskStatsField field, int version) {
        switch (this) {
            case THREAD:
                return version >= field.since();
            case GROUP:
                return version >= field.since() && version >= field.inGroupSince;
            default:
                return GROUP.fills(field, version) && !NOT_DELAYS.contains(field);
        }
    }
}
