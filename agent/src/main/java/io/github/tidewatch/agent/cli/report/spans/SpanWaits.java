package io.github.tidewatch.agent.cli.report.spans;

import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.agent.cli.report.recording.WaitEvents;
import io.github.tidewatch.findings.waits.WaitTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import jdk.jfr.consumer.RecordedEvent;

/** What Flight Recorder's own events say of single waits, by thread. Bounded in memory. */
final class SpanWaits {
    private final WaitEvents events = new WaitEvents();

    /** Of the heap. */
    private static final int SHARE = 8;

    private static final long BYTES = 64;

    private static final class Wait {
        final long begin;
        final long end;
        final WaitTarget target;

        Wait(long begin, long end, WaitTarget target) {
            this.begin = begin;
            this.end = end;
            this.target = target;
        }
    }

    private final long most;
    private final Map<Long, List<Wait>> threads = new HashMap<>();
    private final Map<WaitTarget, WaitTarget> targets = new HashMap<>();
    private final ThreadRecord record = new ThreadRecord();
    private long size;
    private long leftOut;

    SpanWaits() {
        this(Runtime.getRuntime().maxMemory() / SHARE / BYTES);
    }

    SpanWaits(long most) {
        this.most = most;
    }

    /** How many waits were too many to be kept. */
    long leftOut() {
        return leftOut;
    }

    /** Takes an event, if it is one of a wait. */
    void take(String name, RecordedEvent event) {
        if (!WaitEvents.has(name) || !events.read(name, event, record) || record.isSample) {
            return;
        }
        if (size >= most) {
            leftOut++;
            return;
        }
        size++;
        WaitTarget target = targets.computeIfAbsent(record.waitTarget, same -> same);
        threads.computeIfAbsent(record.javaId, id -> new ArrayList<>()).add(new Wait(record.begin, record.end, target));
    }

    /** All have been taken. */
    void sort() {
        // A thread's waits do not overlap, so they are sorted by their ends as well.
        threads.values().forEach(waits -> waits.sort(Comparator.comparingLong(wait -> wait.begin)));
    }

    /** Gives what the span's thread waited for in its time, and for how long. */
    void within(SpanRecord span, ObjLongConsumer<WaitTarget> each) {
        List<Wait> waits = threads.getOrDefault(span.threadId, List.of());
        for (int i = firstAfter(waits, span.begin); i < waits.size() && waits.get(i).begin < span.end(); i++) {
            Wait wait = waits.get(i);
            long time = Math.min(wait.end, span.end()) - Math.max(wait.begin, span.begin);
            if (time > 0) {
                each.accept(wait.target, time);
            }
        }
    }

    /** The first that ends after this time. */
    private static int firstAfter(List<Wait> waits, long time) {
        int low = 0;
        int high = waits.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (waits.get(middle).end > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
