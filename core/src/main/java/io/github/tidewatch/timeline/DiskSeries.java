package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.DiskTotals;
import io.github.tidewatch.text.RecordedNames;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@code tidewatch.DiskUse} says, over time: sums for stretches of one length, which doubles where these would be too many.
 * Times are nanoseconds since 1970. For one thread at a time.
 */
public final class DiskSeries {
    /** Of all stretches together; what others did is left out. */
    private static final int MOST_DEVICES = 64;

    private static final int LONGEST_NAME = 200;

    private final Map<String, String> names = new HashMap<>();
    private final TimeSums<DiskTotals> byTime = new TimeSums<>(DiskTotals::new, DiskTotals::add);
    private final long from;
    private final long to;

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
        if (name != null) {
            byTime.add(
                    Math.max(from, recordBegin),
                    Math.min(to, recordEnd),
                    (sums, length) -> sums.add(name, cause, length));
        }
        return true;
    }

    /** The same name again, so that each is kept once; null if there are too many. */
    private String known(String name) {
        String cut = RecordedNames.cut(name, LONGEST_NAME);
        return names.size() < MOST_DEVICES ? names.computeIfAbsent(cut, any -> cut) : names.get(cut);
    }

    /** The sum of the stretches of which at least half lies between these times, or half of the time in them. */
    public DiskTotals between(long begin, long end) {
        return byTime.between(begin, end);
    }

    /** The sum of all. */
    public DiskTotals all() {
        return byTime.all();
    }
}
