package io.github.tidewatch.timeline;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What stops cover together, so that no time counts twice. Nanoseconds since 1970. In bounded memory: beyond a number of stops
 * that do not overlap, more are left out. For one thread at a time.
 */
final class UnitedStops {
    private static final int FIRST = 256;

    private final int most;
    private long[] begins = new long[FIRST];
    private long[] ends = new long[FIRST];

    /** How long all stops before one of them are together; valid while {@link #isUnited}. */
    private long[] before = {};

    private int count;
    private boolean isUnited = true;
    private boolean isCut;

    UnitedStops(int most) {
        this.most = most;
    }

    /** Adds a stop; answers whether it makes sense. */
    boolean add(long begin, long end) {
        if (!RecordedTimes.isSensible(begin, end)) {
            return false;
        }
        if (isCut) {
            return true; // one that overlaps could be taken, but only all united again would show it
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

    /** How long all stops are together between these times. */
    long between(long from, long to) {
        unite();
        return to <= from ? 0 : until(to) - until(from);
    }

    private long until(long time) {
        int found = Arrays.binarySearch(begins, 0, count, time);
        int stop = found >= 0 ? found : -found - 2;
        return stop < 0 ? 0 : before[stop] + Math.min(time, ends[stop]) - begins[stop];
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether there were more stops than are kept. */
    boolean isCut() {
        return isCut;
    }
}
