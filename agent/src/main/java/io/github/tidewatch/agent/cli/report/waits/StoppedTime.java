package io.github.tidewatch.agent.cli.report.waits;

import io.github.tidewatch.timeline.RecordedTimes;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * When the JVM stopped all Java threads: what pauses and safepoints cover together, so that none counts twice. Nanoseconds since
 * 1970. In bounded memory: beyond a number of stops that do not overlap, more are left out. For one thread at a time.
 */
public final class StoppedTime {
    private static final int FIRST = 256;
    private static final int MOST = 1 << 19;

    private final int most;
    private long[] begins = new long[FIRST];
    private long[] ends = new long[FIRST];

    /** How long all stops before one of them are together; valid while {@link #isUnited}. */
    private long[] before = {};

    private int count;
    private boolean isUnited = true;
    private boolean isCut;
    private long collections;
    private boolean arePausesEnabled;

    public StoppedTime() {
        this(MOST);
    }

    StoppedTime(int most) {
        this.most = most;
    }

    /** Adds a pause of a garbage collection; answers whether it makes sense. */
    public boolean addPause(long begin, long end) {
        boolean isSensible = add(begin, end);
        collections += isSensible ? 1 : 0;
        return isSensible;
    }

    /** Adds a safepoint, or a part of one; answers whether it makes sense. */
    public boolean addSafepoint(long begin, long end) {
        return add(begin, end);
    }

    private boolean add(long begin, long end) {
        if (!RecordedTimes.isSensible(begin, end)) {
            return false;
        }
        if (count == begins.length) {
            unite();
            if (count > most / 2 && begins.length >= most) {
                isCut = true;
                return true;
            }
            if (count > begins.length / 2) {
                begins = Arrays.copyOf(begins, 2 * begins.length);
                ends = Arrays.copyOf(ends, 2 * ends.length);
            }
        }
        begins[count] = begin;
        ends[count++] = end;
        isUnited = false;
        return true;
    }

    private void unite() {
        if (isUnited) {
            return;
        }
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted((one, other) -> Long.compare(begins[one], begins[other]))
                .mapToInt(Integer::intValue)
                .toArray();
        long[] sortedBegins = new long[begins.length];
        long[] sortedEnds = new long[ends.length];
        before = new long[count + 1];
        int last = -1;
        for (int one : order) {
            if (last >= 0 && begins[one] <= sortedEnds[last]) {
                sortedEnds[last] = Math.max(sortedEnds[last], ends[one]);
            } else {
                last++;
                sortedBegins[last] = begins[one];
                sortedEnds[last] = ends[one];
            }
        }
        begins = sortedBegins;
        ends = sortedEnds;
        count = last + 1;
        for (int i = 0; i < count; i++) {
            before[i + 1] = before[i] + ends[i] - begins[i];
        }
        isUnited = true;
    }

    /** How long all Java threads were stopped between these times. */
    public long between(long from, long to) {
        unite();
        return to <= from ? 0 : until(to) - until(from);
    }

    private long until(long time) {
        int found = Arrays.binarySearch(begins, 0, count, time);
        int stop = found >= 0 ? found : -found - 2;
        return stop < 0 ? 0 : before[stop] + Math.min(time, ends[stop]) - begins[stop];
    }

    /** Whether any stop was recorded. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** How many pauses of garbage collections were recorded. */
    public long pauses() {
        return collections;
    }

    /** Notes whether the recording's settings have the pauses of garbage collections recorded. */
    public void enablePauses(boolean enabled) {
        arePausesEnabled |= enabled;
    }

    /** Whether there is no stop because there was none, not because none was recorded. */
    public boolean isRecorded() {
        return arePausesEnabled || count > 0;
    }

    /** Whether there were more stops than are kept. */
    public boolean isAtLeast() {
        return isCut;
    }
}
