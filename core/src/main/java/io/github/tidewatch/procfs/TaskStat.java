package io.github.tidewatch.procfs;

/** What Tidewatch takes from {@code /proc/PID/task/TID/stat} (proc_pid_stat(5)). */
public final class TaskStat {
    /** Length of a clock tick of this file, ns: USER_HZ is 100 on every platform that a current JVM runs on. */
    public static final long NANOS_PER_TICK = 10_000_000;

    private final Fields fields = new Fields();
    private char state;
    private long minorFaults;
    private long majorFaults;
    private long userTicks;
    private long systemTicks;
    private long startTicks;
    private long blockIoDelayTicks;

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
        fields.skip(6); // 4 to 9
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
