package io.github.tidewatch.agent.cli.report.spans;

import io.github.tidewatch.agent.cli.report.recording.CauseEvents;
import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.timeline.CauseRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Why spans did not get a CPU, by what {@code tidewatch.DelayCause} says of the group of their thread: it knows groups and
 * intervals, and no single wait. A span's delay is spread over the intervals that it overlaps, in proportion to what it can have
 * waited in each (the overlap, and no more than all of the group waited then), and has the causes of each. What is longer than
 * that has no cause. Bounded in memory. Times in nanoseconds.
 */
final class SpanCauses {
    /** Of the heap. */
    private static final int SHARE = 16;

    private static final long BYTES = 150;

    /** Names are the application's; what is beyond is looked up again for each span. */
    private static final int MOST_NAMES = 10_000;

    private static final CpuDelayCause[] CAUSES = CpuDelayCause.values();

    private static final class Interval {
        final long begin;
        final long end;
        final long cpuDelay;
        final String mostCpuGroup;
        final long[] parts = new long[CAUSES.length];

        /** Until when this one lasts, and all before it. */
        long latestEnd;

        Interval(CauseRecord record, String mostCpuGroup) {
            begin = record.begin;
            end = record.end;
            cpuDelay = record.cpuDelay;
            this.mostCpuGroup = mostCpuGroup;
            for (CpuDelayCause cause : CAUSES) {
                parts[cause.ordinal()] = record.get(cause);
            }
        }

        /** For how long one thread of the group can have waited in this interval, between two times. */
        long possible(long from, long to) {
            return Math.max(0, Math.min(Math.min(end, to) - Math.max(begin, from), cpuDelay));
        }
    }

    private final long most;
    private final Map<String, List<Interval>> groups = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> groupsOfThreads = new HashMap<>();
    private final CauseRecord record = new CauseRecord();
    private long size;
    private long leftOut;

    SpanCauses() {
        this(Runtime.getRuntime().maxMemory() / SHARE / BYTES);
    }

    SpanCauses(long most) {
        this.most = most;
    }

    /** How many records were too many to be kept. */
    long leftOut() {
        return leftOut;
    }

    /** Takes an event, if it is one of causes and makes sense. */
    void take(String name, RecordedEvent event) {
        if (!name.equals(CauseEvents.NAME)) {
            return;
        }
        CauseEvents.read(event, record);
        if (!record.isSensible()) {
            return; // counted where all of the recording's events are summed up
        }
        if (size >= most) {
            leftOut++;
            return;
        }
        size++;
        groups.computeIfAbsent(known(record.threadGroup), group -> new ArrayList<>())
                .add(new Interval(record, record.mostCpuGroup == null ? "" : known(record.mostCpuGroup)));
    }

    /** The same name again, so that each is kept once. */
    private String known(String name) {
        String cut = SpanRecord.cut(name);
        return names.computeIfAbsent(cut, same -> same);
    }

    /** All have been taken. */
    void sort() {
        for (List<Interval> intervals : groups.values()) {
            intervals.sort(Comparator.comparingLong(interval -> interval.begin));
            long latest = Long.MIN_VALUE;
            for (Interval interval : intervals) {
                latest = Math.max(latest, interval.end);
                interval.latestEnd = latest;
            }
        }
    }

    /** Adds to the sums what the CPU delay of a span has a cause for. */
    void addTo(DelayCauseTotals sums, SpanRecord span) {
        long delay = span.totals.known(Metric.CPU_DELAY);
        List<Interval> intervals = delay == 0 ? List.of() : groups.getOrDefault(group(span), List.of());
        int first = firstAfter(intervals, span.begin);
        long possible = 0;
        for (int i = first; i < intervals.size() && intervals.get(i).begin < span.end(); i++) {
            possible += intervals.get(i).possible(span.begin, span.end());
        }
        if (possible == 0) {
            return;
        }
        double part = Math.min(1, (double) delay / possible);
        for (int i = first; i < intervals.size() && intervals.get(i).begin < span.end(); i++) {
            Interval interval = intervals.get(i);
            long most = interval.possible(span.begin, span.end());
            if (most > 0) {
                sums.add(
                        "",
                        interval.cpuDelay,
                        interval.mostCpuGroup,
                        cause -> interval.parts[cause.ordinal()],
                        part * most / interval.cpuDelay);
            }
        }
    }

    private String group(SpanRecord span) {
        String known = groupsOfThreads.get(span.thread);
        if (known != null) {
            return known;
        }
        String group = SpanRecord.cut(ThreadGroups.of(span.thread, ThreadKinds.of(span.thread, true, span.javaGroup)));
        if (groupsOfThreads.size() < MOST_NAMES) {
            groupsOfThreads.put(span.thread, group);
        }
        return group;
    }

    /** The first with which, or before which, one ends after this time. */
    private static int firstAfter(List<Interval> intervals, long time) {
        int low = 0;
        int high = intervals.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (intervals.get(middle).latestEnd > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
