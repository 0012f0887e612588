package io.github.tidewatch.live;

import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A series that each group may have, and the field of the event that it sums up. Immutable. */
record Slot(int index, LiveMetric metric, String value, String field) {
    private static final List<Slot> ALL = new ArrayList<>();

    static final Slot USER = of(LiveMetric.CPU_TIME, "user", Metric.USER_TIME.field());
    static final Slot SYSTEM = of(LiveMetric.CPU_TIME, "system", Metric.SYSTEM_TIME.field());
    static final Slot CPU_DELAY = of(LiveMetric.CPU_DELAY, "", Metric.CPU_DELAY.field());
    static final Slot BLOCK_IO_DELAY = of(LiveMetric.BLOCK_IO_DELAY, "", Metric.BLOCK_IO_DELAY.field());
    static final Slot BLOCK_IO_UNKNOWN = of(LiveMetric.BLOCK_IO_UNKNOWN, "", "");
    static final Slot RECORDED = of(LiveMetric.RECORDED, "", "interval");

    /** Parts of the time: where one is known, it is said though it is nothing. */
    static final List<Slot> PARTS = List.of(USER, SYSTEM, CPU_DELAY);

    static final List<Slot> WAITS = Metric.WAITS.stream()
            .map(wait -> of(LiveMetric.WAIT, word(wait.field(), "Wait"), wait.field()))
            .toList();

    static final List<Slot> CAUSES = List.of(CpuDelayCause.values()).stream()
            .map(cause -> of(LiveMetric.CPU_DELAY_CAUSE, word(cause.field(), "Delay"), cause.field()))
            .toList();

    /** The kind of a wait of which none is known. */
    static final Slot UNKNOWN_WAIT = WAITS.get(Metric.WAITS.indexOf(Metric.UNKNOWN_WAIT));

    static final int COUNT = ALL.size();

    private static Slot of(LiveMetric metric, String value, String field) {
        Slot slot = new Slot(ALL.size(), metric, value, field);
        ALL.add(slot);
        return slot;
    }

    static Slot at(int index) {
        return ALL.get(index);
    }

    /** As attributes' values are written: {@code ownThreadsDelay} is {@code own_threads}. */
    private static String word(String field, String end) {
        return field.replaceFirst(end + "$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
