package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.DiskTotals;
import io.github.tidewatch.text.RecordedNames;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code tidewatch.DiskUse} says, over time: sums for stretches of one length, which doubles where these would be too many.
 * Times are nanoseconds since 1970. For one thread at a time.
 */
public final class DiskSeries {
    private static final int MOST = 256;

    /** Of all stretches together; what others did is left out. */
    private static final int MOST_DEVICES = 64;

    private static final int LONGEST_NAME = 200;

    private final Map<String, String> names = new HashMap<>();
    private final TreeMap<Long, DiskTotals> byTime = new TreeMap<>();
    private final long from;
    private final long to;
    private long width = 1_000_000_000;

    /** Of what was so between two times. */
    public DiskSeries(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Adds what one device that the process used did in an interval, to the stretches that it covers.
     *
     * @param cause what made requests wait, as the event names it; null as none
     * @return false if it cannot be so: a damaged recording may say anything
     */
    public boolean add(String device, String cause, long recordBegin, long recordEnd) {
        if (device == null || !RecordedTimes.isSensible(recordBegin, recordEnd)) {
            return false;
        }
        String name = known(device);
        long begin = Math.max(from, recordBegin);
        long end = Math.min(to, recordEnd);
        if (name == null || begin >= end) {
            return true;
        }
        while (tooMany(begin, end)) {
            widen();
        }
        for (long bucket = Math.floorDiv(begin, width); bucket <= Math.floorDiv(end - 1, width); bucket++) {
            long length = Math.min(end, (bucket + 1) * width) - Math.max(begin, bucket * width);
            byTime.computeIfAbsent(bucket, any -> new DiskTotals()).add(name, cause, length);
        }
        return true;
    }

    private boolean tooMany(long begin, long end) {
        long first = Math.floorDiv(begin, width);
        long last = Math.floorDiv(end - 1, width);
        return byTime.isEmpty()
                ? last - first >= MOST
                : Math.max(last, byTime.lastKey()) - Math.min(first, byTime.firstKey()) >= MOST;
    }

    private void widen() {
        width *= 2;
        TreeMap<Long, DiskTotals> finer = new TreeMap<>(byTime);
        byTime.clear();
        finer.forEach((bucket, some) -> byTime.computeIfAbsent(Math.floorDiv(bucket, 2L), any -> new DiskTotals())
                .add(some));
    }

    /** The same name again, so that each is kept once; null if there are too many. */
    private String known(String name) {
        String cut = RecordedNames.cut(name, LONGEST_NAME);
        return names.size() < MOST_DEVICES ? names.computeIfAbsent(cut, any -> cut) : names.get(cut);
    }

    /** The sum of the stretches of which at least half lies between these times, or half of the time in them. */
    public DiskTotals between(long begin, long end) {
        DiskTotals sum = new DiskTotals();
        long enough = Math.min(width, end - begin) / 2;
        byTime.forEach((bucket, some) -> {
            long overlap = Math.min(end, (bucket + 1) * width) - Math.max(begin, bucket * width);
            if (overlap > 0 && overlap >= enough) {
                sum.add(some);
            }
        });
        return sum;
    }

    /** The sum of all. */
    public DiskTotals all() {
        DiskTotals sum = new DiskTotals();
        byTime.values().forEach(sum::add);
        return sum;
    }
}
