package io.github.tidewatch.live;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** Adds up events. One thread uses it. */
final class LiveSums {
    static final String DELAY = "tidewatch.ThreadDelay";
    static final String CAUSE = "tidewatch.DelayCause";
    static final String SPAN = "tidewatch.Span";

    private static final int MOST_NAMES = 4096;

    private final GroupTable groups;
    private final SpanNames spans;
    private final Map<ThreadName, GroupName> names = new HashMap<>();
    private final EventFields delayFields = new EventFields();
    private final EventFields causeFields = new EventFields();
    private final EventFields spanFields = new EventFields();

    private record ThreadName(String name, boolean isJavaThread, String threadGroup) {}

    LiveSums(int mostGroups, Consumer<Series> series, Consumer<FinishedSpan> span) {
        this.groups = new GroupTable(mostGroups, series);
        this.spans = new SpanNames(span);
    }

    /** Takes an event of any type. */
    void take(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case DELAY -> takeDelay(event, delayFields.of(event));
            case CAUSE -> takeCause(event, causeFields.of(event));
            case SPAN -> takeSpan(event, spanFields.of(event));
            default -> {
                // Not of ours.
            }
        }
    }

    /** Lets be seen what was held back; with any clock of nanoseconds. */
    void age(long now) {
        groups.age(now);
    }

    private void takeDelay(RecordedEvent event, EventFields fields) {
        OptionalLong length = fields.nanos(event, Slot.RECORDED.field());
        if (length.isEmpty()) {
            return;
        }
        GroupSums sums = groups.find(group(event, fields), length.getAsLong());
        sums.addRecorded(length.getAsLong());
        for (Slot part : Slot.PARTS) {
            fields.nanos(event, part.field()).ifPresent(value -> sums.add(part, value));
        }
        OptionalLong blockIo = fields.isTrue(event, "complete")
                ? fields.nanos(event, Slot.BLOCK_IO_DELAY.field())
                : OptionalLong.empty();
        sums.add(blockIo.isPresent() ? Slot.BLOCK_IO_DELAY : Slot.BLOCK_IO_UNKNOWN, blockIo.orElse(length.getAsLong()));
        takeWaits(event, fields, sums);
    }

    /** The kinds sum to the wait time; mostly it is one, that of the record before, and each look for a field takes time. */
    private static void takeWaits(RecordedEvent event, EventFields fields, GroupSums sums) {
        OptionalLong all = fields.nanos(event, "waitTime");
        if (!fields.has(Slot.UNKNOWN_WAIT.field())) {
            all.ifPresent(value -> sums.add(Slot.UNKNOWN_WAIT, value));
            return;
        }
        long rest = all.orElse(Long.MAX_VALUE);
        Slot usual = sums.usualWait();
        rest -= takeWait(event, fields, sums, usual);
        for (int i = 0; i < Slot.WAITS.size() && rest > 0; i++) {
            Slot wait = Slot.WAITS.get(i);
            if (wait.index() != usual.index()) {
                rest -= takeWait(event, fields, sums, wait);
            }
        }
    }

    private static long takeWait(RecordedEvent event, EventFields fields, GroupSums sums, Slot wait) {
        long value = fields.nanos(event, wait.field()).orElse(0);
        if (value > 0) { // a series of its own for each kind that there is, not for all
            sums.add(wait, value);
            sums.setUsualWait(wait);
        }
        return value;
    }

    private GroupName group(RecordedEvent event, EventFields fields) {
        RecordedThread thread = fields.has("sampledThread") ? event.getThread("sampledThread") : null;
        boolean isJavaThread = thread != null && thread.getJavaThreadId() > 0;
        String group = isJavaThread && thread.getThreadGroup() != null
                ? thread.getThreadGroup().getName()
                : null;
        String name = fields.text(event, "threadName").orElse("");
        if (names.size() >= MOST_NAMES) {
            names.clear();
        }
        return names.computeIfAbsent(
                new ThreadName(name, isJavaThread, group),
                of -> GroupName.of(of.name(), of.isJavaThread(), of.threadGroup()));
    }

    private void takeCause(RecordedEvent event, EventFields fields) {
        fields.text(event, "threadGroup").ifPresent(group -> {
            GroupSums sums = groups.find(GroupName.of(group), 0);
            for (Slot cause : Slot.CAUSES) {
                long value = fields.nanos(event, cause.field()).orElse(0);
                if (value > 0) {
                    sums.add(cause, value);
                }
            }
        });
    }

    /** One within a span of the same name is part of that one's time. */
    private void takeSpan(RecordedEvent event, EventFields fields) {
        if (fields.has("recursive") && event.getBoolean("recursive")) {
            return;
        }
        spans.take(fields.text(event, "name").orElse(""), fields.text(event, "error"), event.getDuration());
    }
}
