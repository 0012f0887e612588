package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.metrics.ThreadsOfTid;
import io.github.tidewatch.timeline.Coverage;
import io.github.tidewatch.timeline.RecordedTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;

/**
 * The records of {@code tidewatch.ThreadDelay} and {@code tidewatch.ThreadUsage} by thread, of which {@code
 * tidewatch.ThreadEnd} says when it ended. For one thread at a time.
 */
final class ThreadRecords {
    private final Map<Long, List<ThreadRecord>> byTid = new HashMap<>();
    private final Map<Long, List<ThreadRecord>> livesByTid = new HashMap<>();
    private final RecordedChunks chunks;

    ThreadRecords(RecordedChunks chunks) {
        this.chunks = chunks;
    }

    void add(IItemIterable events, ThreadRecord.Kind kind) {
        ThreadRecord.Type type = new ThreadRecord.Type(events, kind);
        Map<Long, List<ThreadRecord>> to = kind == ThreadRecord.Kind.END ? livesByTid : byTid;
        for (IItem item : events) {
            long tid = type.tid(item);
            ThreadRecord record = type.record(item);
            if (tid != Fields.NONE && record != null && RecordedTimes.isSensible(record.begin(), record.end())) {
                to.computeIfAbsent(tid, any -> new ArrayList<>()).add(record);
                if (kind == ThreadRecord.Kind.DELAY) {
                    chunks.reach(record.begin(), record.end());
                }
            }
        }
    }

    /** The threads of which more than the end is known, each with its records in the order of time. */
    List<ThreadsOfTid.Owner<ThreadRecord>> threads() {
        Coverage coverage = chunks.coverage();
        List<ThreadsOfTid.Owner<ThreadRecord>> threads = new ArrayList<>();
        livesByTid.keySet().forEach(tid -> byTid.computeIfAbsent(tid, any -> List.of()));
        byTid.forEach((tid, records) -> {
            for (ThreadsOfTid.Owner<ThreadRecord> owner :
                    ThreadsOfTid.divide(tid, records, livesByTid.getOrDefault(tid, List.of()))) {
                if (owner.records().stream().anyMatch(record -> isCounted(record, coverage))) {
                    threads.add(owner);
                }
            }
        });
        return threads;
    }

    private static boolean isCounted(ThreadRecord record, Coverage coverage) {
        return record.kind() != ThreadRecord.Kind.END
                || (record.isSelfReported() && coverage.holds(record.begin(), record.end()));
    }
}
