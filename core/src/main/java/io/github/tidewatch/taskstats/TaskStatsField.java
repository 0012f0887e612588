package io.github.tidewatch.taskstats;

/**
 * The fields of {@code struct taskstats} (include/uapi/linux/taskstats.h), by the kernel's names.
 *
 * <p>Counters run from the start of the task. {@code *_DELAY_*} and {@code *_COUNT} of all delays but that of the CPU
 * stand still unless delay accounting (sysctl {@code kernel.task_delayacct}) was on when the task started, and nothing
 * in the structure says: a 0 there is a number only if the caller knows that. A delay is counted when it ends.
 */
public enum TaskStatsField {
    /** The version of the structure, which decides its layout. */
    VERSION("version", Kind.U16, Unit.NONE, 1, 1, 0),
    /** The exit status as wait(2) encodes it; 0 while the task lives. */
    AC_EXITCODE("ac_exitcode", Kind.U32, Unit.NONE, 1, Integer.MAX_VALUE, 4),
    /** The flags AFORK, ASU, ACORE, AXSIG and (since version 12) AGROUP of include/uapi/linux/acct.h. */
    AC_FLAG("ac_flag", Kind.U8, Unit.NONE, 1, Integer.MAX_VALUE, 8),
    /** The nice value, -20 to 19. */
    AC_NICE("ac_nice", Kind.S8, Unit.NONE, 1, Integer.MAX_VALUE, 9),
    /** Times that the task got a CPU ({@code sched_info.pcount}). */
    CPU_COUNT("cpu_count", Kind.U64, Unit.COUNT, 1, 1, 16),
    /** Time runnable but waiting for a CPU ({@code sched_info.run_delay}). Needs no delay accounting. */
    CPU_DELAY_TOTAL("cpu_delay_total", Kind.U64, Unit.NANOSECONDS, 1, 1, 24),
    /** Waits for block I/O. */
    BLKIO_COUNT("blkio_count", Kind.U64, Unit.COUNT, 1, 1, 32),
    /** Time waiting for block I/O, on kernels since 5.19 with swap-in and thrashing inside it. */
    BLKIO_DELAY_TOTAL("blkio_delay_total", Kind.U64, Unit.NANOSECONDS, 1, 1, 40),
    /** Waits for pages being swapped in. */
    SWAPIN_COUNT("swapin_count", Kind.U64, Unit.COUNT, 1, 1, 48),
    /** Time waiting for pages being swapped in. */
    SWAPIN_DELAY_TOTAL("swapin_delay_total", Kind.U64, Unit.NANOSECONDS, 1, 1, 56),
    /** Time on a CPU as the tick samples it: coarse; prefer {@link #CPU_RUN_VIRTUAL_TOTAL}. */
    CPU_RUN_REAL_TOTAL("cpu_run_real_total", Kind.U64, Unit.NANOSECONDS, 1, 1, 64),
    /** Time on a CPU as the scheduler measures it ({@code se.sum_exec_runtime}). */
    CPU_RUN_VIRTUAL_TOTAL("cpu_run_virtual_total", Kind.U64, Unit.NANOSECONDS, 1, 1, 72),
    /** The name of the task, at most 15 bytes: {@link TaskStatsView#comm()}. */
    AC_COMM("ac_comm", Kind.TEXT, Unit.NONE, 2, Integer.MAX_VALUE, 80),
    /** The scheduling policy: SCHED_OTHER 0, FIFO 1, RR 2, BATCH 3, IDLE 5, DEADLINE 6, EXT 7. */
    AC_SCHED("ac_sched", Kind.U8, Unit.NONE, 2, Integer.MAX_VALUE, 112),
    /** The user, in the asker's user namespace. */
    AC_UID("ac_uid", Kind.U32, Unit.NONE, 2, Integer.MAX_VALUE, 120),
    /** The group, in the asker's user namespace. */
    AC_GID("ac_gid", Kind.U32, Unit.NONE, 2, Integer.MAX_VALUE, 124),
    /** The tid: the kernel's "pid" is a task's. */
    AC_PID("ac_pid", Kind.U32, Unit.NONE, 2, Integer.MAX_VALUE, 128),
    /** The tgid of the parent process. */
    AC_PPID("ac_ppid", Kind.U32, Unit.NONE, 2, Integer.MAX_VALUE, 132),
    /** When the task began, since 1970, in 32 bits: wraps in 2106. */
    AC_BTIME("ac_btime", Kind.U32, Unit.SECONDS, 2, Integer.MAX_VALUE, 136),
    /** Time since the task began; of a group, the sum over its tasks (since version 9). */
    AC_ETIME("ac_etime", Kind.U64, Unit.MICROSECONDS, 2, 9, 144),
    /** User CPU time as the tick samples it: coarse; of a group since version 9. */
    AC_UTIME("ac_utime", Kind.U64, Unit.MICROSECONDS, 2, 9, 152),
    /** System CPU time as the tick samples it: coarse; of a group since version 9. */
    AC_STIME("ac_stime", Kind.U64, Unit.MICROSECONDS, 2, 9, 160),
    /** Minor page faults. */
    AC_MINFLT("ac_minflt", Kind.U64, Unit.COUNT, 2, Integer.MAX_VALUE, 168),
    /** Major page faults. */
    AC_MAJFLT("ac_majflt", Kind.U64, Unit.COUNT, 2, Integer.MAX_VALUE, 176),
    /** Resident memory, added up over the task's CPU time. */
    COREMEM("coremem", Kind.U64, Unit.MEGABYTE_MICROSECONDS, 2, Integer.MAX_VALUE, 184),
    /** Virtual memory, added up over the task's CPU time. */
    VIRTMEM("virtmem", Kind.U64, Unit.MEGABYTE_MICROSECONDS, 2, Integer.MAX_VALUE, 192),
    /** The most resident memory of the process so far: the same for all of its threads. */
    HIWATER_RSS("hiwater_rss", Kind.U64, Unit.KIBIBYTES, 2, Integer.MAX_VALUE, 200),
    /** The most virtual memory of the process so far: the same for all of its threads. */
    HIWATER_VM("hiwater_vm", Kind.U64, Unit.KIBIBYTES, 2, Integer.MAX_VALUE, 208),
    /** Bytes read by system calls, rounded down to a multiple of 1024. */
    READ_CHAR("read_char", Kind.U64, Unit.BYTES, 2, Integer.MAX_VALUE, 216),
    /** Bytes written by system calls, rounded down to a multiple of 1024. */
    WRITE_CHAR("write_char", Kind.U64, Unit.BYTES, 2, Integer.MAX_VALUE, 224),
    /** System calls that read, rounded down to a multiple of 1024: 400 show as 0. */
    READ_SYSCALLS("read_syscalls", Kind.U64, Unit.COUNT, 2, Integer.MAX_VALUE, 232),
    /** System calls that write, rounded down to a multiple of 1024: 400 show as 0. */
    WRITE_SYSCALLS("write_syscalls", Kind.U64, Unit.COUNT, 2, Integer.MAX_VALUE, 240),
    /** Bytes read from storage, rounded down to a multiple of 1024. */
    READ_BYTES("read_bytes", Kind.U64, Unit.BYTES, 3, Integer.MAX_VALUE, 248),
    /** Bytes sent toward storage, rounded down to a multiple of 1024. */
    WRITE_BYTES("write_bytes", Kind.U64, Unit.BYTES, 3, Integer.MAX_VALUE, 256),
    /** Bytes of dirty pages that were dropped before they were written, rounded down to a multiple of 1024. */
    CANCELLED_WRITE_BYTES("cancelled_write_bytes", Kind.U64, Unit.BYTES, 3, Integer.MAX_VALUE, 264),
    /** Voluntary context switches. */
    NVCSW("nvcsw", Kind.U64, Unit.COUNT, 5, 1, 272),
    /** Involuntary context switches. */
    NIVCSW("nivcsw", Kind.U64, Unit.COUNT, 5, 1, 280),
    /** User CPU time scaled by the CPU's frequency, where the architecture does; else as {@link #AC_UTIME}. */
    AC_UTIMESCALED("ac_utimescaled", Kind.U64, Unit.MICROSECONDS, 6, Integer.MAX_VALUE, 288),
    /** System CPU time scaled by the CPU's frequency, where the architecture does; else as {@link #AC_STIME}. */
    AC_STIMESCALED("ac_stimescaled", Kind.U64, Unit.MICROSECONDS, 6, Integer.MAX_VALUE, 296),
    /** {@link #CPU_RUN_REAL_TOTAL} scaled by the CPU's frequency, where the architecture does. */
    CPU_SCALED_RUN_REAL_TOTAL("cpu_scaled_run_real_total", Kind.U64, Unit.NANOSECONDS, 6, 1, 304),
    /** Direct reclaims of memory. */
    FREEPAGES_COUNT("freepages_count", Kind.U64, Unit.COUNT, 7, 1, 312),
    /** Time in direct reclaim, partly on a CPU. */
    FREEPAGES_DELAY_TOTAL("freepages_delay_total", Kind.U64, Unit.NANOSECONDS, 7, 1, 320),
    /** Waits for pages that were evicted while in use. */
    THRASHING_COUNT("thrashing_count", Kind.U64, Unit.COUNT, 9, 1, 328),
    /** Time waiting for pages that were evicted while in use. */
    THRASHING_DELAY_TOTAL("thrashing_delay_total", Kind.U64, Unit.NANOSECONDS, 9, 1, 336),
    /** When the task began, since 1970. */
    AC_BTIME64("ac_btime64", Kind.U64, Unit.SECONDS, 10, Integer.MAX_VALUE, 344),
    /** Direct compactions of memory. */
    COMPACT_COUNT("compact_count", Kind.U64, Unit.COUNT, 11, 1, 352),
    /** Time in direct compaction, mostly on a CPU. */
    COMPACT_DELAY_TOTAL("compact_delay_total", Kind.U64, Unit.NANOSECONDS, 11, 1, 360),
    /** The tgid: the id of the process. */
    AC_TGID("ac_tgid", Kind.U32, Unit.NONE, 12, Integer.MAX_VALUE, 368),
    /** Time since the process began. */
    AC_TGETIME("ac_tgetime", Kind.U64, Unit.MICROSECONDS, 12, Integer.MAX_VALUE, 376),
    /** The device of the executable file, as the kernel encodes it ({@code huge_encode_dev}). */
    AC_EXE_DEV("ac_exe_dev", Kind.U64, Unit.NONE, 12, Integer.MAX_VALUE, 384),
    /** The inode of the executable file. */
    AC_EXE_INODE("ac_exe_inode", Kind.U64, Unit.NONE, 12, Integer.MAX_VALUE, 392),
    /** Copies of write-protected pages. */
    WPCOPY_COUNT("wpcopy_count", Kind.U64, Unit.COUNT, 13, 1, 400),
    /** Time in copies of write-protected pages, mostly on a CPU. */
    WPCOPY_DELAY_TOTAL("wpcopy_delay_total", Kind.U64, Unit.NANOSECONDS, 13, 1, 408),
    /** Updates of {@link #IRQ_DELAY_TOTAL}. */
    IRQ_COUNT("irq_count", Kind.U64, Unit.COUNT, 14, 1, 416),
    /** Time that interrupts took from the task while it was on a CPU; needs CONFIG_IRQ_TIME_ACCOUNTING. */
    IRQ_DELAY_TOTAL("irq_delay_total", Kind.U64, Unit.NANOSECONDS, 14, 1, 424),
    /** The longest single CPU delay of the task's life; 0 if there was none. */
    CPU_DELAY_MAX("cpu_delay_max", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 432),
    /** The shortest single CPU delay of the task's life; 0 if there was none. */
    CPU_DELAY_MIN("cpu_delay_min", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 440),
    /** The longest single block I/O delay of the task's life; 0 if there was none. */
    BLKIO_DELAY_MAX("blkio_delay_max", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 448),
    /** The shortest single block I/O delay of the task's life; 0 if there was none. */
    BLKIO_DELAY_MIN("blkio_delay_min", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 456),
    /** The longest single swap-in delay of the task's life; 0 if there was none. */
    SWAPIN_DELAY_MAX("swapin_delay_max", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 464),
    /** The shortest single swap-in delay of the task's life; 0 if there was none. */
    SWAPIN_DELAY_MIN("swapin_delay_min", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 472),
    /** The longest single reclaim delay of the task's life; 0 if there was none. */
    FREEPAGES_DELAY_MAX("freepages_delay_max", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 480),
    /** The shortest single reclaim delay of the task's life; 0 if there was none. */
    FREEPAGES_DELAY_MIN("freepages_delay_min", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 488),
    /** The longest single thrashing delay of the task's life; 0 if there was none. */
    THRASHING_DELAY_MAX("thrashing_delay_max", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 496),
    /** The shortest single thrashing delay of the task's life; 0 if there was none. */
    THRASHING_DELAY_MIN("thrashing_delay_min", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 504),
    /** The longest single compaction delay of the task's life; 0 if there was none. */
    COMPACT_DELAY_MAX("compact_delay_max", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 512),
    /** The shortest single compaction delay of the task's life; 0 if there was none. */
    COMPACT_DELAY_MIN("compact_delay_min", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 520),
    /** The longest single write-protect copy delay of the task's life; 0 if there was none. */
    WPCOPY_DELAY_MAX("wpcopy_delay_max", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 528),
    /** The shortest single write-protect copy delay of the task's life; 0 if there was none. */
    WPCOPY_DELAY_MIN("wpcopy_delay_min", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 536),
    /** The longest single interrupt delay of the task's life; 0 if there was none. */
    IRQ_DELAY_MAX("irq_delay_max", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 544),
    /** The shortest single interrupt delay of the task's life; 0 if there was none. */
    IRQ_DELAY_MIN("irq_delay_min", Kind.U64, Unit.NANOSECONDS, 15, Integer.MAX_VALUE, 552),
    /** When the longest CPU delay ended, since 1970; 0 if there was none. */
    CPU_DELAY_MAX_TS("cpu_delay_max_ts", Kind.TIMESPEC, Unit.EPOCH_NANOSECONDS, 17, Integer.MAX_VALUE, 560),
    /** When the longest block I/O delay ended, since 1970; 0 if there was none. */
    BLKIO_DELAY_MAX_TS("blkio_delay_max_ts", Kind.TIMESPEC, Unit.EPOCH_NANOSECONDS, 17, Integer.MAX_VALUE, 576),
    /** When the longest swap-in delay ended, since 1970; 0 if there was none. */
    SWAPIN_DELAY_MAX_TS("swapin_delay_max_ts", Kind.TIMESPEC, Unit.EPOCH_NANOSECONDS, 17, Integer.MAX_VALUE, 592),
    /** When the longest reclaim delay ended, since 1970; 0 if there was none. */
    FREEPAGES_DELAY_MAX_TS("freepages_delay_max_ts", Kind.TIMESPEC, Unit.EPOCH_NANOSECONDS, 17, Integer.MAX_VALUE, 608),
    /** When the longest thrashing delay ended, since 1970; 0 if there was none. */
    THRASHING_DELAY_MAX_TS("thrashing_delay_max_ts", Kind.TIMESPEC, Unit.EPOCH_NANOSECONDS, 17, Integer.MAX_VALUE, 624),
    /** When the longest compaction delay ended, since 1970; 0 if there was none. */
    COMPACT_DELAY_MAX_TS("compact_delay_max_ts", Kind.TIMESPEC, Unit.EPOCH_NANOSECONDS, 17, Integer.MAX_VALUE, 640),
    /** When the longest write-protect copy delay ended, since 1970; 0 if there was none. */
    WPCOPY_DELAY_MAX_TS("wpcopy_delay_max_ts", Kind.TIMESPEC, Unit.EPOCH_NANOSECONDS, 17, Integer.MAX_VALUE, 656),
    /** When the longest interrupt delay ended, since 1970; 0 if there was none. */
    IRQ_DELAY_MAX_TS("irq_delay_max_ts", Kind.TIMESPEC, Unit.EPOCH_NANOSECONDS, 17, Integer.MAX_VALUE, 672);

    /** What a number counts. */
    public enum Unit {
        /** An identity, a flag or a text: no quantity. */
        NONE,
        /** Events. */
        COUNT,
        NANOSECONDS,
        MICROSECONDS,
        /** Seconds since 1970. */
        SECONDS,
        /** Nanoseconds since 1970. */
        EPOCH_NANOSECONDS,
        BYTES,
        /** 1024 bytes. */
        KIBIBYTES,
        /** 2<sup>20</sup> bytes, times microseconds. */
        MEGABYTE_MICROSECONDS
    }

    enum Kind {
        U8(1),
        S8(1),
        U16(2),
        U32(4),
        U64(8),
        TIMESPEC(16),
        TEXT(32);

        final int size;

        Kind(int size) {
            this.size = size;
        }
    }

    private final String kernelName;
    private final Unit unit;
    private final int since;
    final Kind kind;
    /** The first version whose answers for a thread group fill this field. */
    final int inGroupSince;
    /** In all versions but 15. */
    final int offset;

    TaskStatsField(String kernelName, Kind kind, Unit unit, int since, int inGroupSince, int offset) {
        this.kernelName = kernelName;
        this.kind = kind;
        this.unit = unit;
        this.since = since;
        this.inGroupSince = inGroupSince;
        this.offset = offset;
    }

    /** The kernel's name, such as {@code "cpu_delay_total"}. */
    public String kernelName() {
        return kernelName;
    }

    /** What the field's number counts. */
    public Unit unit() {
        return unit;
    }

    /** The first version of the structure that has this field. */
    public int since() {
        return since;
    }
}
