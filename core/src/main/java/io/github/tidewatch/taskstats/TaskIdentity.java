package io.github.tidewatch.taskstats;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Who a task is. An immutable value; what the answer does not carry (of a thread group, all of it) is absent. */
public final class TaskIdentity {
    private final TaskStatsView stats;

    TaskIdentity(TaskStatsView stats) {
        this.stats = stats;
    }

    /** {@code ac_pid}: the tid. */
    public OptionalInt tid() {
        return number(TaskStatsField.AC_PID);
    }

    /** {@code ac_tgid}: the id of the process; since version 12. */
    public OptionalInt tgid() {
        return number(TaskStatsField.AC_TGID);
    }

    /** {@code ac_ppid}: the id of the parent process. */
    public OptionalInt ppid() {
        return number(TaskStatsField.AC_PPID);
    }

    /** {@code ac_uid}: the user, unsigned. */
    public OptionalLong uid() {
        return stats.find(TaskStatsField.AC_UID);
    }

    /** {@code ac_gid}: the group, unsigned. */
    public OptionalLong gid() {
        return stats.find(TaskStatsField.AC_GID);
    }

    /** {@code ac_comm}: the name, cut at 15 bytes and not unique. */
    public Optional<String> comm() {
        return stats.has(TaskStatsField.AC_COMM) ? Optional.of(stats.comm()) : Optional.empty();
    }

    /** {@code ac_nice}: -20 (favoured) to 19. */
    public OptionalInt nice() {
        return number(TaskStatsField.AC_NICE);
    }

    /** {@code ac_sched}: the scheduling policy; absent also if it is none that is known here. */
    public Optional<SchedulingPolicy> schedulingPolicy() {
        return stats.has(TaskStatsField.AC_SCHED)
                ? SchedulingPolicy.of(stats.get(TaskStatsField.AC_SCHED))
                : Optional.empty();
    }

    /** {@code ac_exitcode}: as wait(2) encodes it (the status times 256, or the signal); 0 while the task lives. */
    public OptionalInt exitCode() {
        return number(TaskStatsField.AC_EXITCODE);
    }

    /** {@code ac_flag}. */
    public Optional<Set<AccountingFlag>> flags() {
        return stats.has(TaskStatsField.AC_FLAG)
                ? Optional.of(AccountingFlag.of(stats.get(TaskStatsField.AC_FLAG)))
                : Optional.empty();
    }

    /** {@code ac_btime64} (since version 10), else {@code ac_btime}: when the task began, to the second. */
    public Optional<Instant> beginTime() {
        OptionalLong seconds = stats.find(TaskStatsField.AC_BTIME64);
        if (seconds.isEmpty()) {
            seconds = stats.find(TaskStatsField.AC_BTIME);
        }
        return seconds.isPresent() ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong())) : Optional.empty();
    }

    /** {@code ac_tgetime}: time since the process began; since version 12. */
    public Optional<Duration> processElapsedTime() {
        return stats.duration(TaskStatsField.AC_TGETIME);
    }

    /** {@code ac_exe_dev}: the device of the executable, as the kernel encodes it; since version 12. */
    public OptionalLong executableDevice() {
        return stats.find(TaskStatsField.AC_EXE_DEV);
    }

    /** {@code ac_exe_inode}: the inode of the executable; since version 12. */
    public OptionalLong executableInode() {
        return stats.find(TaskStatsField.AC_EXE_INODE);
    }

    private OptionalInt number(TaskStatsField field) {
        return stats.has(field) ? OptionalInt.of((int) stats.get(field)) : OptionalInt.empty();
    }
}
