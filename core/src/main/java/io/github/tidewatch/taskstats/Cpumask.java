package io.github.tidewatch.taskstats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.StringJoiner;

/** A set of CPUs, written as the kernel's cpulists are: {@code "1-3,5,7-8"}. An immutable value. */
public final class Cpumask {
    /** The most that kernels are built for. */
    private static final int MAX_CPUS = 8192;

    private final BitSet cpus;

    private Cpumask(BitSet cpus) {
        this.cpus = cpus;
    }

    /**
     * Reads numbers and ranges of numbers, separated by commas.
     *
     * @throws IllegalArgumentException if it is anything else, or empty
     */
    public static Cpumask parse(String text) {
        BitSet cpus = new BitSet();
        for (String part : text.strip().split(",", -1)) {
            int dash = part.indexOf('-');
            int first = number(dash < 0 ? part : part.substring(0, dash), text);
            int last = dash < 0 ? first : number(part.substring(dash + 1), text);
            if (last < first) {
                throw invalid(text, "the range " + part + " runs backward");
            }
            cpus.set(first, last + 1);
        }
        return new Cpumask(cpus);
    }

    /**
     * All CPUs that this machine may ever have, from {@code /sys/devices/system/cpu/possible}: the largest mask that
     * the kernel accepts.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Cpumask possible() {
        try {
            return parse(Files.readString(Path.of("/sys/devices/system/cpu/possible")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(String digits, String text) {
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid(text, "'" + digits + "' is no number of a CPU");
        }
        int number = Integer.parseInt(digits);
        if (number >= MAX_CPUS) {
            throw invalid(text, "there is no CPU " + number);
        }
        return number;
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException(
                "cpumask \"" + text + "\": " + why + " (expected numbers and ranges, such as 1-3,5,7-8)");
    }

    static Cpumask none() {
        return new Cpumask(new BitSet());
    }

    Cpumask with(Cpumask other) {
        BitSet union = (BitSet) cpus.clone();
        union.or(other.cpus);
        return new Cpumask(union);
    }

    Cpumask without(Cpumask other) {
        BitSet rest = (BitSet) cpus.clone();
        rest.andNot(other.cpus);
        return new Cpumask(rest);
    }

    boolean isEmpty() {
        return cpus.isEmpty();
    }

    /** How many CPUs are in the set. */
    public int size() {
        return cpus.cardinality();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cpumask && cpus.equals(((Cpumask) other).cpus);
    }

    @Override
    public int hashCode() {
        return cpus.hashCode();
    }

    /** The shortest cpulist of the set. */
    @Override
    public String toString() {
        StringJoiner list = new StringJoiner(",");
        for (int first = cpus.nextSetBit(0); first >= 0; ) {
            int end = cpus.nextClearBit(first);
            list.add(end - first == 1 ? Integer.toString(first) : first + "-" + (end - 1));
            first = cpus.nextSetBit(end);
        }
        return list.toString();
    }
}
