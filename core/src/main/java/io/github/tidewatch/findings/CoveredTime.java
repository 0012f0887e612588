package io.github.tidewatch.findings;

import java.util.Map;
import java.util.TreeMap;

/**
 * The time that records cover: the union of their intervals, so that a gap between two recordings does not count. Times are
 * nanoseconds on one clock. Bounded memory: of very many stretches the closest become one. For one thread at a time.
 */
public final class CoveredTime {
    private static final int MOST_STRETCHES = 10_000;

    private final TreeMap<Long, Long> stretches = new TreeMap<>();
    private long bridged;

    /** Gaps up to this length, in nanoseconds, count as covered. */
    public CoveredTime(long bridged) {
        this.bridged = bridged;
    }

    /** Adds an interval. */
    public void add(long begin, long end) {
        merge(begin, Math.max(begin, end));
        while (stretches.size() > MOST_STRETCHES) {
            bridged = Math.max(1, bridged * 2);
            TreeMap<Long, Long> all = new TreeMap<>(stretches);
            stretches.clear();
            all.forEach(this::merge);
        }
    }

    private void merge(long begin, long end) {
        long from = begin;
        long to = end;
        Map.Entry<Long, Long> earlier = stretches.floorEntry(from);
        if (earlier != null && from <= earlier.getValue() + bridged) {
            if (to <= earlier.getValue()) {
                return;
            }
            from = earlier.getKey();
        }
        for (Map.Entry<Long, Long> next = stretches.ceilingEntry(from);
                next != null && next.getKey() <= to + bridged;
                next = stretches.ceilingEntry(from)) {
            to = Math.max(to, next.getValue());
            stretches.remove(next.getKey());
        }
        stretches.put(from, to);
    }

    /** The length of all that is covered, in nanoseconds. */
    public long length() {
        return length(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** The length of what is covered between these times. */
    public long length(long from, long to) {
        long sum = 0;
        for (Map.Entry<Long, Long> stretch : stretches.entrySet()) {
            sum += Math.max(0, Math.min(to, stretch.getValue()) - Math.max(from, stretch.getKey()));
        }
        return sum;
    }

    /** Whether all of this time is covered. */
    public boolean holds(long from, long to) {
        Map.Entry<Long, Long> stretch = stretches.floorEntry(from);
        return stretch != null && to <= stretch.getValue() + bridged;
    }

    /** How many stretches there are, with gaps between them. */
    public int stretches() {
        return stretches.size();
    }
}
