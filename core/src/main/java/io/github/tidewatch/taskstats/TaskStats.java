package io.github.tidewatch.taskstats;

import io.github.tidewatch.netlink.MalformedMessageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * The kernel's accounting of one task or thread group, over its whole life so far. An immutable value, safe for use by
 * any thread.
 *
 * <p>Every field of every version of {@code struct taskstats} up to 17 is here: by name in {@link #get},
 * {@link #find} and {@link #duration}, and in the field's words by the other methods. What the version, or the answer
 * for a thread group, does not carry is absent, never 0. A 0 in the delays other than the CPU's means "none" only if
 * delay accounting was on when the task started: see {@link DelayKind}.
 */
public final class TaskStats {
    private final byte[] bytes;
    private final TaskStatsView view;

    private TaskStats(byte[] bytes, TaskStatsView view) {
        this.bytes = bytes;
        this.view = view;
    }

    /** A copy of what a view sees. */
    public static TaskStats copyOf(TaskStatsView view) {
        byte[] bytes = view.bytes();
        return new TaskStats(bytes, TaskStatsView.copyOf(view, bytes));
    }

    /**
     * Decodes the bytes of a {@code struct taskstats}.
     *
     * @param order the byte order of the machine that the bytes come from
     * @param id the tid, or with {@link TaskScope#GROUP} the tgid
     * @throws MalformedMessageException if the bytes are too few, or of no version that is known
     */
    public static TaskStats decode(byte[] bytes, ByteOrder order, TaskScope scope, int id) {
        byte[] own = bytes.clone();
        return new TaskStats(own, TaskStatsView.of(ByteBuffer.wrap(own).order(order), scope, id));
    }

    /** Whether this is about a thread or a thread group. */
    public TaskScope scope() {
        return view.scope();
    }

    /** The tid, or of a group the tgid. */
    public int id() {
        return view.id();
    }

    /** The version of the structure; it may be newer than what is known here. */
    public int version() {
        return view.version();
    }

    /** The structure's bytes as the kernel sent them. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether this field is carried. */
    public boolean has(TaskStatsField field) {
        return view.has(field);
    }

    /**
     * A field's number in the field's unit.
     *
     * @throws NoSuchElementException if the field is not carried
     * @throws IllegalArgumentException if the field is {@link TaskStatsField#AC_COMM}
     */
    public long get(TaskStatsField field) {
        return view.get(field);
    }

    /** A field's number in the field's unit, if it is carried. */
    public OptionalLong find(TaskStatsField field) {
        return view.find(field);
    }

    /**
     * A time, if it is carried.
     *
     * @throws IllegalArgumentException if the field is no length of time
     */
    public Optional<Duration> duration(TaskStatsField field) {
        return view.duration(field);
    }

    String comm() {
        return view.comm();
    }

    /** Who the task is. */
    public TaskIdentity identity() {
        return new TaskIdentity(view);
    }

    /** One kind of delay, if the version carries it. */
    public Optional<DelayStats> delay(DelayKind kind) {
        return has(kind.count) && has(kind.total) ? Optional.of(new DelayStats(view, kind)) : Optional.empty();
    }

    /** {@code ac_etime}: time since the task began, to the microsecond; of a group, the sum over its tasks. */
    public Optional<Duration> elapsedTime() {
        return duration(TaskStatsField.AC_ETIME);
    }

    /** {@code cpu_run_virtual_total}: time on a CPU as the scheduler measures it. The one to use. */
    public Optional<Duration> cpuTime() {
        return duration(TaskStatsField.CPU_RUN_VIRTUAL_TOTAL);
    }

    /** {@code cpu_run_real_total}: time on a CPU as the ticks (1 to 10 ms) sampled it. */
    public Optional<Duration> sampledCpuTime() {
        return duration(TaskStatsField.CPU_RUN_REAL_TOTAL);
    }

    /** {@code ac_utime}: user CPU time as the ticks sampled it. */
    public Optional<Duration> sampledUserTime() {
        return duration(TaskStatsField.AC_UTIME);
    }

    /** {@code ac_stime}: system CPU time as the ticks sampled it. */
    public Optional<Duration> sampledSystemTime() {
        return duration(TaskStatsField.AC_STIME);
    }

    /** {@code nvcsw}. */
    public OptionalLong voluntarySwitches() {
        return find(TaskStatsField.NVCSW);
    }

    /** {@code nivcsw}. */
    public OptionalLong involuntarySwitches() {
        return find(TaskStatsField.NIVCSW);
    }

    /** {@code ac_minflt}. */
    public OptionalLong minorFaults() {
        return find(TaskStatsField.AC_MINFLT);
    }

    /** {@code ac_majflt}. */
    public OptionalLong majorFaults() {
        return find(TaskStatsField.AC_MAJFLT);
    }

    /** {@code coremem}: resident memory added up over CPU time, in megabyte-microseconds. */
    public OptionalLong residentMemoryIntegral() {
        return find(TaskStatsField.COREMEM);
    }

    /** {@code virtmem}: virtual memory added up over CPU time, in megabyte-microseconds. */
    public OptionalLong virtualMemoryIntegral() {
        return find(TaskStatsField.VIRTMEM);
    }

    /** {@code hiwater_rss}: the process' largest resident memory, in KiB. */
    public OptionalLong maxResidentKibibytes() {
        return find(TaskStatsField.HIWATER_RSS);
    }

    /** {@code hiwater_vm}: the process' largest virtual memory, in KiB. */
    public OptionalLong maxVirtualKibibytes() {
        return find(TaskStatsField.HIWATER_VM);
    }

    /** {@code read_char}: bytes read by system calls; the kernel rounds them down to a multiple of 1024. */
    public OptionalLong bytesRead() {
        return find(TaskStatsField.READ_CHAR);
    }

    /** {@code write_char}: bytes written by system calls; the kernel rounds them down to a multiple of 1024. */
    public OptionalLong bytesWritten() {
        return find(TaskStatsField.WRITE_CHAR);
    }

    /** {@code read_syscalls}: the kernel rounds even these down to a multiple of 1024; {@code /proc} is exact. */
    public OptionalLong readCalls() {
        return find(TaskStatsField.READ_SYSCALLS);
    }

    /** {@code write_syscalls}: the kernel rounds even these down to a multiple of 1024; {@code /proc} is exact. */
    public OptionalLong writeCalls() {
        return find(TaskStatsField.WRITE_SYSCALLS);
    }

    /** {@code read_bytes}: bytes from storage; the kernel rounds them down to a multiple of 1024. */
    public OptionalLong storageBytesRead() {
        return find(TaskStatsField.READ_BYTES);
    }

    /** {@code write_bytes}: bytes toward storage; the kernel rounds them down to a multiple of 1024. */
    public OptionalLong storageBytesWritten() {
        return find(TaskStatsField.WRITE_BYTES);
    }

    /** {@code cancelled_write_bytes}: of those, never written; rounded down to a multiple of 1024. */
    public OptionalLong cancelledWriteBytes() {
        return find(TaskStatsField.CANCELLED_WRITE_BYTES);
    }

    /** Whose it is, time on a CPU, and the delays there were, on one line. */
    @Override
    public String toString() {
        StringJoiner parts = new StringJoiner(", ");
        String name = has(TaskStatsField.AC_COMM) ? " \"" + comm() + "\"" : "";
        parts.add((scope() == TaskScope.THREAD ? "tid " : "tgid ") + id() + name);
        elapsedTime().ifPresent(time -> parts.add("elapsed " + DelayStats.text(time.toNanos())));
        cpuTime().ifPresent(time -> parts.add("on CPU " + DelayStats.text(time.toNanos())));
        for (DelayKind kind : DelayKind.values()) {
            delay(kind)
                    .filter(delay -> delay.totalNanos() != 0 || kind == DelayKind.CPU || kind == DelayKind.BLOCK_IO)
                    .ifPresent(delay -> parts.add(delay + " delays"));
        }
        voluntarySwitches().ifPresent(n -> parts.add("switches " + n + " voluntary"));
        involuntarySwitches().ifPresent(n -> parts.add(n + " involuntary"));
        minorFaults().ifPresent(n -> parts.add("faults " + n + " minor"));
        majorFaults().ifPresent(n -> parts.add(n + " major"));
        return "TaskStats v" + version() + " of " + parts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaskStats
                && id() == ((TaskStats) other).id()
                && scope() == ((TaskStats) other).scope()
                && view.byteOrder().equals(((TaskStats) other).view.byteOrder())
                && Arrays.equals(bytes, ((TaskStats) other).bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
