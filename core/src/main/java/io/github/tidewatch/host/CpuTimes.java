package io.github.tidewatch.host;

import io.github.tidewatch.procfs.KeyedValues;
import io.github.tidewatch.procfs.TaskStat;
import java.util.Arrays;

/**
 * What each CPU has done since the boot, by {@code /proc/stat} (proc_stat(5)): in nanoseconds, to a hundredth of a second.
 * Belongs to whoever parses into it. Not safe for use by several threads at once.
 */
public final class CpuTimes {
    /** What is not known. */
    public static final long UNKNOWN = KeyedValues.UNKNOWN;

    /** More than any kernel is built for (CONFIG_NR_CPUS). */
    private static final int MOST_CPUS = 1 << 14;

    private static final long MOST_TICKS = Long.MAX_VALUE / 8 / TaskStat.NANOS_PER_TICK;
    private static final byte[] RUNNING = KeyedValues.key("procs_running");
    private static final int STEAL = 8;

    private final long[] fields = new long[STEAL + 1];
    private long[] busy = new long[64];
    private long[] irq = new long[64];
    private long[] steal = new long[64];
    private long[] idle = new long[64];
    private boolean[] online = new boolean[64];
    private int end;
    private int count;
    private long runnable = UNKNOWN;

    /** Takes over what a text says; of a damaged one, what it has. Returns whether there is a CPU. */
    public boolean parse(byte[] bytes, int length) {
        Arrays.fill(online, 0, end, false);
        end = 0;
        count = 0;
        int at = nextLine(bytes, 0, length); // the sum of all
        while (at + 3 < length && bytes[at] == 'c' && bytes[at + 1] == 'p' && bytes[at + 2] == 'u') {
            parseCpu(bytes, at + 3, length);
            at = nextLine(bytes, at, length);
        }
        runnable = KeyedValues.findFromEnd(bytes, length, RUNNING);
        return count > 0;
    }

    private void parseCpu(byte[] bytes, int from, int length) {
        int at = from;
        int found = 0;
        while (at < length && bytes[at] != '\n' && found < fields.length) {
            if (bytes[at] == ' ') {
                at++;
                continue;
            }
            long value = KeyedValues.number(bytes, at, length);
            if (value == UNKNOWN || value > MOST_TICKS) {
                return; // no number, one that is cut off, or none of the kernel's
            }
            fields[found++] = value;
            while (bytes[at] >= '0' && bytes[at] <= '9') {
                at++;
            }
        }
        if (found == fields.length && fields[0] < MOST_CPUS && hasAny()) {
            take((int) fields[0]);
        }
    }

    /** Where the host counts nothing, as in gVisor, all is zero: a CPU that was there was at least idle. */
    private boolean hasAny() {
        long any = 0;
        for (int i = 1; i < fields.length; i++) {
            any |= fields[i];
        }
        return any != 0;
    }

    /** Fields: the CPU, then user, nice, system, idle, iowait, irq, softirq, steal; a guest's time is in user's and nice's. */
    private void take(int cpu) {
        if (cpu >= online.length) {
            int size = Math.max(cpu + 1, online.length * 2);
            busy = Arrays.copyOf(busy, size);
            irq = Arrays.copyOf(irq, size);
            steal = Arrays.copyOf(steal, size);
            idle = Arrays.copyOf(idle, size);
            online = Arrays.copyOf(online, size);
        }
        count += online[cpu] ? 0 : 1;
        online[cpu] = true;
        busy[cpu] = (fields[1] + fields[2] + fields[3]) * TaskStat.NANOS_PER_TICK;
        idle[cpu] = (fields[4] + fields[5]) * TaskStat.NANOS_PER_TICK;
        irq[cpu] = (fields[6] + fields[7]) * TaskStat.NANOS_PER_TICK;
        steal[cpu] = fields[STEAL] * TaskStat.NANOS_PER_TICK;
        end = Math.max(end, cpu + 1);
    }

    private static int nextLine(byte[] bytes, int from, int length) {
        int at = from;
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /** One more than the highest number of a CPU. */
    public int end() {
        return end;
    }

    /** How many CPUs there are. */
    public int count() {
        return count;
    }

    /** Whether this CPU is there. */
    public boolean has(int cpu) {
        return cpu < end && online[cpu];
    }

    /** How long tasks ran on this CPU, in user and in kernel mode. */
    public long busy(int cpu) {
        return busy[cpu];
    }

    /** How long interrupts had this CPU. */
    public long irq(int cpu) {
        return irq[cpu];
    }

    /** How long the hypervisor gave it to others while it had something to run. */
    public long steal(int cpu) {
        return steal[cpu];
    }

    /** How long it had nothing to run. */
    public long idle(int cpu) {
        return idle[cpu];
    }

    /** How many tasks ran or waited for a CPU; {@link #UNKNOWN} if the text does not say. */
    public long runnable() {
        return runnable;
    }
}
