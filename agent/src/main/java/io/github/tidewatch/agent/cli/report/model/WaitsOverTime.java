package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.timeline.WaitSeries;
import java.util.HashMap;
import java.util.Map;

/** What groups of threads waited for, over time, in bounded memory. For one thread at a time. */
final class WaitsOverTime {
    private static final int MOST_NAMES = 10_000;

    private final WaitSeries series = new WaitSeries();
    private final Map<String, String> groups = new HashMap<>();

    /** Adds what a record says of what its thread waited for, beyond the kind. */
    void add(ThreadRecord record) {
        if (!record.hasWait()) {
            return;
        }
        String group = group(record);
        if (record.kind != ThreadRecord.Kind.WAIT) {
            WaitTarget.ofDetail(record.totals, record.waitDetail)
                    .ifPresent(target -> series.addDetail(
                            group, target, record.begin, record.end, record.totals.known(target.kind())));
        } else if (record.isDump) {
            series.addDump(group, record.waitTarget.kind(), record.waitTarget.isIdle());
        } else if (record.isSample) {
            series.addSample(group, record.waitTarget.isIdle(), record.begin);
        } else {
            series.addEvent(group, record.waitTarget, record.begin, record.end);
        }
    }

    /** To find it by patterns takes longer than all else. */
    private String group(ThreadRecord record) {
        String key = record.javaId > 0 ? record.name + '\n' + record.javaGroup : record.name;
        String known = groups.get(key);
        if (known == null) {
            if (groups.size() >= MOST_NAMES) {
                groups.clear();
            }
            known = ThreadGroups.of(record.name, record.threadKind());
            groups.put(key, known);
        }
        return known;
    }

    /** With all that was added. */
    WaitSeries series() {
        return series;
    }
}
