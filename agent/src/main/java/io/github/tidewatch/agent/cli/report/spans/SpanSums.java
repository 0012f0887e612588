package io.github.tidewatch.agent.cli.report.spans;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the time of some spans of one name went, in sum. */
final class SpanSums {
    /** What is beyond is not shown either. */
    private static final int MOST_TARGETS = 1000;

    private final Totals totals = new Totals();
    private final DelayCauseTotals causes = new DelayCauseTotals();
    private final Map<WaitTarget, Long> waits = new HashMap<>();
    private long count;
    private long queued;
    private long queueTime;

    void add(SpanRecord span, SpanWaits from, SpanCauses causesFrom) {
        count++;
        totals.add(span.totals);
        if (span.queueTime != SpanRecord.UNKNOWN) {
            queued++;
            queueTime += span.queueTime;
        }
        causesFrom.addTo(causes, span);
        from.within(span, (target, time) -> {
            if (waits.size() < MOST_TARGETS || waits.containsKey(target)) {
                waits.merge(target, time, Long::sum);
            }
        });
    }

    /** Why they did not get a CPU, as far as that is recorded of the groups of their threads. */
    DelayCauses causes() {
        return causes.of(any -> true);
    }

    long count() {
        return count;
    }

    Totals totals() {
        return totals;
    }

    /** Of how many it is known how long their task was queued. */
    long queued() {
        return queued;
    }

    /** How long the tasks of these were queued, in nanoseconds. */
    long queueTime() {
        return queueTime;
    }

    /** How long the task of one of all was queued, on average, as far as that is known. */
    double averageQueueTime() {
        return count == 0 ? 0 : (double) queueTime / count;
    }

    /** How long all of them took, with the time in which their tasks were queued, in nanoseconds. */
    long time() {
        return totals.wall() + queueTime;
    }

    /** How long one of them took, on average, in nanoseconds. */
    double length() {
        return count == 0 ? 0 : (double) time() / count;
    }

    /** The same of a part. Of one that is not known of all, what is known. */
    double average(Metric part) {
        return count == 0 ? 0 : (double) totals.known(part) / count;
    }

    /** For how long one of them waited for this, on average, as far as that is recorded. */
    double average(WaitTarget target) {
        return count == 0 ? 0 : (double) waits.getOrDefault(target, 0L) / count;
    }

    /** What they waited for, the longest first. */
    List<WaitTarget> targets() {
        List<WaitTarget> targets = new ArrayList<>(waits.keySet());
        targets.sort((one, other) -> Long.compare(waits.get(other), waits.get(one)));
        return targets;
    }

    long time(WaitTarget target) {
        return waits.getOrDefault(target, 0L);
    }
}
