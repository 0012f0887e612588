package io.github.tidewatch.agent.cli.report.flame;

import java.util.Arrays;

/**
 * What is known of one tid's stacks over time: of moments, or of waits that lasted. Nanoseconds since 1970. Filled first, then
 * sorted, then asked.
 */
final class ThreadStacks {
    private static final int FIRST = 16;

    private long[][] spans = new long[FIRST][];
    private long[] latestEnds = {};
    private int size;

    void add(long begin, long end, long javaId, int stack) {
        if (size == spans.length) {
            spans = Arrays.copyOf(spans, 2 * size);
        }
        spans[size++] = new long[] {begin, end, javaId, stack};
    }

    void sort() {
        Arrays.sort(spans, 0, size, (a, b) -> Long.compare(a[0], b[0]));
        latestEnds = new long[size];
        for (int i = 0; i < size; i++) {
            latestEnds[i] = i == 0 ? spans[0][1] : Math.max(latestEnds[i - 1], spans[i][1]);
        }
    }

    /** Takes one stack, and how much of the time asked for it is of. */
    interface Taker {
        void take(int stack, long overlap);
    }

    /**
     * Gives the stacks that fall into this time; a moment counts as one nanosecond. A tid may be used again: where both are
     * known, only stacks of this Java thread.
     */
    void between(long begin, long end, long javaId, Taker taker) {
        for (int i = firstThatEndsFrom(begin); i < size && spans[i][0] < end; i++) {
            long[] span = spans[i];
            boolean moment = span[0] == span[1];
            long overlap = moment ? 1 : Math.min(end, span[1]) - Math.max(begin, span[0]);
            boolean own = javaId == 0 || span[2] == 0 || span[2] == javaId;
            if (own && overlap > 0 && (!moment || span[0] >= begin)) {
                taker.take((int) span[3], overlap);
            }
        }
    }

    /** All before have ended by then. */
    private int firstThatEndsFrom(long time) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (latestEnds[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
