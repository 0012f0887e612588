package io.github.tidewatch.agent.cli.top;

import java.util.Arrays;

/**
 * One thread in one interval, or the sum over a group of them. Parts are in percent of wall-clock time, the others per
 * second; {@link Double#NaN} is not known. Filled by its maker, then unchanged.
 */
final class Row {
    /** How many intervals the sparkline goes back. */
    static final int HISTORY = 8;

    int tid;
    String name = "";
    char state = ' ';
    /** What it waits for now, in a word; empty if it does not wait, or if that is not known. */
    String waitsFor = "";
    /** How many threads; 1 but for a group. */
    int threads = 1;

    double user;
    double system;
    double cpuDelay;
    double blockIo;
    double wait;
    /** Whether {@link #blockIo} is only the part of it that is known. */
    boolean blockIoPartly;

    double voluntarySwitches;
    double involuntarySwitches;
    double minorFaults;
    double majorFaults;
    double readBytes;
    double writeBytes;

    /** The last values of {@link #demand}, the newest last; NaN before there were any. */
    double[] history = new double[0];

    double onCpu() {
        return user + system;
    }

    /** The share of time in which it wanted a CPU or a disk: all but the voluntary wait. */
    double demand() {
        return onCpu() + cpuDelay + (Double.isNaN(blockIo) ? 0 : blockIo);
    }

    /** Adds another thread's numbers to a group's. */
    void add(Row other) {
        threads += other.threads;
        if (Double.isNaN(other.user)) {
            blockIoPartly = true;
            return;
        }
        user += other.user;
        system += other.system;
        cpuDelay += other.cpuDelay;
        wait += other.wait;
        voluntarySwitches += other.voluntarySwitches;
        involuntarySwitches += other.involuntarySwitches;
        minorFaults += other.minorFaults;
        majorFaults += other.majorFaults;
        readBytes += other.readBytes;
        writeBytes += other.writeBytes;
        if (Double.isNaN(other.blockIo) || other.blockIoPartly) {
            blockIoPartly = true;
        }
        if (!Double.isNaN(other.blockIo)) {
            blockIo += other.blockIo;
        }
        if (history.length < other.history.length) {
            double[] longer = new double[other.history.length];
            Arrays.fill(longer, 0);
            System.arraycopy(history, 0, longer, longer.length - history.length, history.length);
            history = longer;
        }
        for (int i = 1; i <= other.history.length; i++) {
            double value = other.history[other.history.length - i];
            history[history.length - i] += Double.isNaN(value) ? 0 : value;
        }
    }

    /** An empty sum. */
    static Row group(String name) {
        Row group = new Row();
        group.name = name;
        group.threads = 0;
        return group;
    }
}
