package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.text.RecordedNames;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code tidewatch.DelayCause} says, over time: sums for stretches of one length, which doubles where these or their
 * groups would be too many. Times are nanoseconds since 1970. For one thread at a time.
 */
public final class CauseSeries {
    private static final int MOST = 256;

    /** Of all stretches together; each takes up to about 1 KB. */
    private static final int MOST_GROUPS = 16_384;

    private static final int MOST_NAMES = 4000;
    private static final int LONGEST_NAME = 200;

    private final Map<String, String> names = new HashMap<>();
    private final TreeMap<Long, DelayCauseTotals> byTime = new TreeMap<>();
    private final long from;
    private final long to;
    private long width = 1_000_000_000;
    private int groups;

    /** Of what was so between two times. */
    public CauseSeries(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Adds a record, to the stretches that it covers in proportion.
     *
     * @return false if it cannot be so: a damaged recording may say anything
     */
    public boolean add(CauseRecord record) {
        boolean isSensible = RecordedTimes.isSensible(record.begin, record.end)
                && DelayCauseTotals.isSensible(record.threadGroup, record.cpuDelay, record::get);
        if (!isSensible) {
            return false;
        }
        String group = known(record.threadGroup);
        String user = record.mostCpuGroup == null ? "" : known(record.mostCpuGroup);
        long begin = Math.max(from, record.begin);
        long end = Math.min(to, record.end);
        while (tooMany(begin, end)) {
            widen();
        }
        for (long bucket = Math.floorDiv(begin, width);
                bucket <= Math.floorDiv(end - 1, width) && begin < end;
                bucket++) {
            long length = Math.min(end, (bucket + 1) * width) - Math.max(begin, bucket * width);
            DelayCauseTotals sums = byTime.computeIfAbsent(bucket, any -> new DelayCauseTotals());
            groups -= sums.groups();
            sums.add(group, record.cpuDelay, user, record::get, (double) length / (record.end - record.begin));
            groups += sums.groups();
        }
        while (groups > MOST_GROUPS && byTime.size() > 1) {
            widen();
        }
        return true;
    }

    private boolean tooMany(long begin, long end) {
        if (begin >= end) {
            return false;
        }
        long first = Math.floorDiv(begin, width);
        long last = Math.floorDiv(end - 1, width);
        return byTime.isEmpty()
                ? last - first >= MOST
                : Math.max(last, byTime.lastKey()) - Math.min(first, byTime.firstKey()) >= MOST;
    }

    private void widen() {
        width *= 2;
        TreeMap<Long, DelayCauseTotals> finer = new TreeMap<>(byTime);
        byTime.clear();
        finer.forEach((bucket, some) -> byTime.merge(Math.floorDiv(bucket, 2L), some, (one, other) -> {
            one.add(other);
            return one;
        }));
        groups = byTime.values().stream().mapToInt(DelayCauseTotals::groups).sum();
    }

    /** The same name again, so that each is kept once. */
    private String known(String name) {
        String known = names.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() >= MOST_NAMES) {
            return ThreadGroups.OTHERS;
        }
        String cut = RecordedNames.cut(name, LONGEST_NAME);
        names.put(cut, cut);
        return cut;
    }

    /** The sum of the stretches of which at least half lies between these times, or half of the time in them. */
    public DelayCauseTotals between(long begin, long end) {
        DelayCauseTotals sum = new DelayCauseTotals();
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
    public DelayCauseTotals all() {
        DelayCauseTotals sum = new DelayCauseTotals();
        byTime.values().forEach(sum::add);
        return sum;
    }
}
