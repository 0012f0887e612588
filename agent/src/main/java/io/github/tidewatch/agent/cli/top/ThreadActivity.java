package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.Interval;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** What was reported of one thread in the interval, and its past. For one thread. */
final class ThreadActivity {
    private static final double PERCENT = 100;
    private static final double NANOS = 1e9;

    private static final Quantity[] USAGE = {
        Quantity.VOLUNTARY_SWITCHES,
        Quantity.INVOLUNTARY_SWITCHES,
        Quantity.MINOR_FAULTS,
        Quantity.MAJOR_FAULTS,
        Quantity.STORAGE_READ_BYTES,
        Quantity.STORAGE_WRITE_BYTES
    };

    private final Set<Quantity> known;
    private final int tid;
    private String name = "";
    /** Null while it is not known, or if it has none. */
    private String javaName;

    /** Whether the JVM was asked for its name since it began. */
    private boolean asked;

    private long length;
    private long user;
    private long system;
    private long cpuDelay;
    private long blockIo;
    private long wait;
    private boolean complete = true;
    /** Of the intervals in which something was used: each thread is read at a moment of its own. */
    private long usedLength;

    private final long[] used = new long[USAGE.length];
    private final double[] history = new double[Row.HISTORY];
    private int historyLength;

    /**
     * Of a thread.
     *
     * @param known what can be known here
     */
    ThreadActivity(int tid, Set<Quantity> known) {
        this.tid = tid;
        this.known = known;
    }

    void add(Interval interval) {
        name = interval.thread().name();
        length += interval.length();
        user += interval.userTime();
        system += interval.systemTime();
        cpuDelay += interval.cpuDelay();
        blockIo += interval.blockIoDelay();
        wait += interval.waitTime();
        complete &= interval.isComplete();
    }

    void addUsage(Interval interval) {
        name = interval.thread().name();
        boolean any = false;
        for (int i = 0; i < USAGE.length; i++) {
            used[i] += interval.change(USAGE[i]);
            any |= interval.change(USAGE[i]) != 0;
        }
        usedLength += any ? interval.length() : 0; // not of the time before, in which nothing was used
    }

    /** Whether nothing was reported of it in this interval. */
    boolean isEmpty() {
        return length == 0;
    }

    boolean wasAsked() {
        return asked;
    }

    /** The JVM's answer. */
    void answered(Map<Integer, String> names) {
        asked = true;
        javaName = names.getOrDefault(tid, javaName);
    }

    void clear() {
        length = 0;
        user = 0;
        system = 0;
        cpuDelay = 0;
        blockIo = 0;
        wait = 0;
        complete = true;
        usedLength = 0;
        Arrays.fill(used, 0);
    }

    Row row() {
        Row row = new Row();
        row.tid = tid;
        row.name = javaName == null ? name : javaName;
        // Nothing reported: it waits, and for how long is known only when that has ended.
        double whole = length == 0 ? Double.NaN : length / PERCENT;
        row.user = user / whole;
        row.system = system / whole;
        row.cpuDelay = known.contains(Quantity.CPU_DELAY) ? cpuDelay / whole : 0;
        row.blockIo = known.contains(Quantity.BLOCK_IO_DELAY) && complete ? blockIo / whole : Double.NaN;
        row.wait = wait / whole;
        double seconds = usedLength == 0 ? 1 : usedLength / NANOS;
        row.voluntarySwitches = used[0] / seconds;
        row.involuntarySwitches = used[1] / seconds;
        row.minorFaults = used[2] / seconds;
        row.majorFaults = used[3] / seconds;
        row.readBytes = used[4] / seconds;
        row.writeBytes = used[5] / seconds;
        System.arraycopy(history, 1, history, 0, history.length - 1);
        history[history.length - 1] = row.demand();
        historyLength = Math.min(history.length, historyLength + 1);
        row.history = Arrays.copyOfRange(history, history.length - historyLength, history.length);
        return row;
    }
}
