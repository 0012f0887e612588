package io.github.tidewatch.agent.cli.report.check;

import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.recording.SpanThreshold;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.timeline.RecordedTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/**
 * How long spans of some names took, and how long they waited for a CPU; of spans within another of the same name that one
 * only. Exact, and bounded in bytes. Nanoseconds. For one thread at a time.
 */
final class SpanDurations {
    /** Of a span. */
    private static final long BYTES = 24;

    /** Of the heap. */
    private static final int SHARE = 10;

    private static final int MOST_GROUPS = 1000;
    private static final int FIRST = 64;

    private final Assertion assertion;
    private final ReadOptions options;
    private final long most;
    private final SpanThreshold threshold = new SpanThreshold();
    private final Map<String, Integer> groups = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private long[] durations = new long[FIRST];
    private long[] delays = new long[FIRST];
    private int[] group = new int[FIRST];
    private int size;
    private long leftOut;

    /** Of those that an assertion is about. */
    SpanDurations(Assertion assertion, ReadOptions options, int assertions) {
        this.assertion = assertion;
        this.options = options;
        most = Math.min(1 << 28, Runtime.getRuntime().maxMemory() / SHARE / BYTES / Math.max(1, assertions));
    }

    /** Takes an event of any type. */
    void take(RecordedEvent event) {
        if (threshold.take(event)) {
            takeSpan(event);
        }
    }

    private void takeSpan(RecordedEvent event) {
        String name = event.getString("name");
        long end = RecordedTimes.nanos(event.getEndTime());
        boolean isWithin = event.hasField("recursive") && event.getBoolean("recursive");
        RecordedThread thread = event.getThread();
        if (name == null || isWithin || !assertion.isAbout(name) || end < options.from || end > options.to) {
            return;
        }
        String threadName = thread == null || thread.getJavaName() == null ? "" : thread.getJavaName();
        if (options.wants(threadName, thread == null ? -1 : thread.getOSThreadId())) {
            String key = ThreadGroups.of(threadName, ThreadKinds.of(threadName, true));
            long duration = event.getDuration().toNanos();
            // Where it is unknown, the span may have done nothing but wait for a CPU.
            add(duration, event.hasField("cpuDelay") ? event.getLong("cpuDelay") : duration, key);
        }
    }

    /** Adds a span of a thread of this group. */
    void add(long duration, long cpuDelay, String threadGroup) {
        if (size >= most) {
            leftOut++;
            return;
        }
        if (size == durations.length) {
            durations = Arrays.copyOf(durations, 2 * size);
            delays = Arrays.copyOf(delays, 2 * size);
            group = Arrays.copyOf(group, 2 * size);
        }
        durations[size] = duration;
        delays[size] = Math.max(0, cpuDelay);
        String known = groups.size() < MOST_GROUPS ? threadGroup : ThreadGroups.OTHERS;
        group[size++] = groups.computeIfAbsent(known, one -> {
            names.add(one);
            return names.size() - 1;
        });
    }

    /** Sets from which duration on spans are recorded. */
    void threshold(long nanos) {
        threshold.set(nanos);
    }

    int size() {
        return size;
    }

    /** How many were too many to be kept. */
    long leftOut() {
        return leftOut;
    }

    /** Shorter spans are not in the recording; empty if that is not known. */
    OptionalLong threshold() {
        return threshold.get();
    }

    /** The duration that this part of the spans does not exceed. */
    long quantile(double part) {
        return quantile(part, any -> 0);
    }

    /** The same, of each span without a share of its CPU delay, by the group of its thread. */
    long quantile(double part, ToDoubleFunction<String> shareLess) {
        double[] less = names.stream().mapToDouble(shareLess).toArray();
        long[] sorted = new long[size];
        for (int i = 0; i < size; i++) {
            sorted[i] = durations[i] - Math.round(Math.min(durations[i], delays[i]) * less[group[i]]);
        }
        Arrays.sort(sorted);
        return size == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(part * size) - 1)];
    }
}
