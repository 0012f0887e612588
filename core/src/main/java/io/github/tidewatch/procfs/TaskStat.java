package io.github.tidewatch.procfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Tidewatch takes from {@code /proc/PID/task/TID/stat} (proc_pid_stat(5)). */
public final class TaskStat {
    /** Length of a clock tick of this file, ns: USER_HZ is 100 on every platform that a current JVM runs on. */
    public static final long NANOS_PER_TICK = 10_000_000;

    private final Fields fields = new Fields();
    private char state;
    private long flags;
    private long minorFaults;
    private long majorFaults;
    private long userTicks;
    private long systemTicks;
    private long startTicks;
    private long blockIoDelayTicks;

    /**
     * Reads a file of this format, with an object more for each: for where this is seldom done.
     *
     * @throws IOException if it cannot be read, as when the task has ended, or is not of this format
     */
    public static TaskStat read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        TaskStat stat = new TaskStat();
        try {
            stat.parse(bytes, bytes.length);
        } catch (ProcFormatException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return stat;
    }

    /**
     * Takes over the values in {@code bytes}. The second field, the name, may itself contain spaces and parentheses:
     * the others are counted from the last one.
     *
     * @throws ProcFormatException if they are not of this format
     */
    public void parse(byte[] bytes, int length) {
        int nameEnd = length - 1;
        while (nameEnd >= 0 && bytes[nameEnd] != ')') {
            nameEnd--;
        }
        if (nameEnd < 0) {
            throw new ProcFormatException("a name in parentheses", bytes, 0, length);
        }
        fields.over(bytes, nameEnd + 1, length);
        state = fields.letter(); // field 3
        fields.skip(5); // 4 to 8
        flags = fields.number(); // 9
        minorFaults = fields.number(); // 10
        fields.skip(1); // 11
        majorFaults = fields.number(); // 12
        fields.skip(1); // 13
        userTicks = fields.number(); // 14
        systemTicks = fields.number(); // 15
        fields.skip(6); // 16 to 21
        startTicks = fields.number(); // 22
        fields.skip(19); // 23 to 41
        blockIoDelayTicks = fields.number(); // 42
    }

    /** Running or runnable (R), sleeping (S), waiting uninterruptibly, mostly for a disk (D), stopped (T, t), … */
    public char state() {
        return state;
    }

    /** The kernel's flags of the task, {@code PF_*} of include/linux/sched.h. */
    public long flags() {
        return flags;
    }

    /** Page faults that needed no read from disk. */
    public long minorFaults() {
        return minorFaults;
    }

    /** Page faults that waited for a read from disk. */
    public long majorFaults() {
        return majorFaults;
    }

    /** Time in user mode, in ticks of {@link #NANOS_PER_TICK}; scaled to the precise on-CPU time by the kernel. */
    public long userTicks() {
        return userTicks;
    }

    /** Time in kernel mode, in ticks of {@link #NANOS_PER_TICK}; scaled as {@link #userTicks}. */
    public long systemTicks() {
        return systemTicks;
    }

    /** When the thread started, in ticks of {@link #NANOS_PER_TICK} since the machine booted (CLOCK_BOOTTIME). */
    public long startTicks() {
        return startTicks;
    }

    /** Time waited for block I/O, in ticks of {@link #NANOS_PER_TICK}; stays 0 without delay accounting. */
    public long blockIoDelayTicks() {
        return blockIoDelayTicks;
    }
}
