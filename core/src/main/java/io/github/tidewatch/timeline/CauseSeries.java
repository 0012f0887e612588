package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.text.RecordedNames;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@code tidewatch.DelayCause} says, over time: sums for stretches of one length, which doubles where these or their
 * groups would be too many. Times are nanoseconds since 1970. For one thread at a time.
 */
public final class CauseSeries {
    /** Of all stretches together; each takes up to about 1 KB. */
    private static final int MOST_GROUPS = 16_384;

    private static final int MOST_NAMES = 4000;
    private static final int LONGEST_NAME = 200;

    private final Map<String, String> names = new HashMap<>();
    private final TimeSums<DelayCauseTotals> byTime = new TimeSums<>(DelayCauseTotals::new, DelayCauseTotals::add);
    private final long from;
    private final long to;
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
        if (!record.isSensible()) {
            return false;
        }
        String group = known(record.threadGroup);
        String user = record.mostCpuGroup == null ? "" : known(record.mostCpuGroup);
        long begin = Math.max(from, record.begin);
        long end = Math.min(to, record.end);
        long width = byTime.width();
        byTime.add(begin, end, (sums, length) -> {
            groups -= sums.groups();
            sums.add(group, record.cpuDelay, user, record::get, (double) length / (record.end - record.begin));
            groups += sums.groups();
        });
        if (byTime.width() != width) {
            countGroups();
        }
        while (groups > MOST_GROUPS && byTime.count() > 1) {
            byTime.widen();
            countGroups();
        }
        return true;
    }

    private void countGroups() {
        groups = 0;
        byTime.sums().forEach(some -> groups += some.groups());
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
        return byTime.between(begin, end);
    }

    /** The sum of all. */
    public DelayCauseTotals all() {
        return byTime.all();
    }
}
