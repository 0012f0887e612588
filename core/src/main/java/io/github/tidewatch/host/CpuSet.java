package io.github.tidewatch.host;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.ProcFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** A set of CPUs, as {@code Cpus_allowed_list} has it: {@code 0-3,8}. Immutable; safe for all threads. */
public final class CpuSet {
    private static final int MOST_CPUS = 1 << 14;
    private static final byte[] KEY = "\nCpus_allowed_list:".getBytes(StandardCharsets.US_ASCII);

    private final BitSet cpus;

    private CpuSet(BitSet cpus) {
        this.cpus = cpus;
    }

    /** Of a list; null if it is none, or names no CPU. */
    public static CpuSet parse(String list) {
        BitSet cpus = new BitSet();
        try {
            for (String range : list.trim().split(",", -1)) {
                int dash = range.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
                if (first < 0 || last < first || last >= MOST_CPUS) {
                    return null;
                }
                cpus.set(first, last + 1);
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return new CpuSet(cpus);
    }

    /** Of a mask as sched_getaffinity(2) fills it, up to the buffer's limit; null if it names no CPU. */
    public static CpuSet ofMask(ByteBuffer mask) {
        BitSet cpus = BitSet.valueOf(mask);
        return cpus.isEmpty() ? null : new CpuSet(cpus);
    }

    /**
     * Where a task may run now, by its affinity and its cpuset; null if that cannot be read.
     *
     * @param directory the task's, such as {@code /proc/self/task/17}
     */
    public static CpuSet ofTask(String directory) {
        try (ProcFile status = ProcFile.open(directory + "/status")) {
            ProcBuffer buffer = new ProcBuffer(2048);
            status.read(buffer);
            return ofStatus(buffer.bytes(), buffer.length());
        } catch (IOException e) {
            return null;
        }
    }

    /** Of a text of {@code status}; null if it does not say. */
    static CpuSet ofStatus(byte[] bytes, int length) {
        for (int at = 0; at + KEY.length < length; at++) {
            if (Arrays.equals(bytes, at, at + KEY.length, KEY, 0, KEY.length)) {
                int from = at + KEY.length;
                int end = from;
                while (end < length && bytes[end] != '\n') {
                    end++;
                }
                return end == length ? null : parse(new String(bytes, from, end - from, StandardCharsets.US_ASCII));
            }
        }
        return null;
    }

    /** The CPUs that the host has now, whoever may use them; null if that cannot be read. */
    public static CpuSet online() {
        try (ProcFile file = ProcFile.open("/sys/devices/system/cpu/online")) {
            ProcBuffer buffer = new ProcBuffer(256);
            file.read(buffer);
            return parse(new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether this CPU is in it. */
    public boolean has(int cpu) {
        return cpus.get(cpu);
    }

    /** How many CPUs are in it. */
    public int count() {
        return cpus.cardinality();
    }

    /** How many CPUs are in both. */
    public int common(CpuSet other) {
        BitSet both = (BitSet) cpus.clone();
        both.and(other.cpus);
        return both.cardinality();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuSet && ((CpuSet) other).cpus.equals(cpus);
    }

    @Override
    public int hashCode() {
        return cpus.hashCode();
    }

    @Override
    public String toString() {
        return cpus.toString();
    }
}
