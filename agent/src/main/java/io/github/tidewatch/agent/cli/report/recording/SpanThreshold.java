package io.github.tidewatch.agent.cli.report.recording;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;

/** From which duration on spans are in a recording, by its {@code jdk.ActiveSetting}. Nanoseconds. For one thread at a time. */
public final class SpanThreshold {
    private static final int MOST_TYPES = 10_000;
    private static final Pattern SETTING = Pattern.compile("(\\d{1,9}) ?(ns|us|ms|s|m|h|d)");
    private static final List<String> UNITS = List.of("ns", "us", "ms", "s", "m", "h", "d");
    private static final long[] NANOS = {
        1, 1000, 1_000_000, 1_000_000_000, 60_000_000_000L, 3_600_000_000_000L, 86_400_000_000_000L
    };

    private final Map<Long, Long> thresholds = new HashMap<>();
    private long type = -1;

    /** Takes an event of any type; answers whether it is a span. */
    public boolean take(RecordedEvent event) {
        String name = event.getEventType().getName();
        if (name.equals("tidewatch.Span")) {
            type = event.getEventType().getId();
            return true;
        }
        if (name.equals("jdk.ActiveSetting") && "threshold".equals(event.getString("name"))) {
            OptionalLong nanos = nanos(String.valueOf(event.getString("value")));
            if (nanos.isPresent() && thresholds.size() < MOST_TYPES) {
                thresholds.merge(event.getLong("id"), nanos.getAsLong(), Math::max);
            }
        }
        return false;
    }

    /** What a setting says, the longest at most that is possible; empty if it is none. */
    static OptionalLong nanos(String value) {
        Matcher setting = SETTING.matcher(value);
        return setting.matches()
                ? OptionalLong.of(
                        (long) (Double.parseDouble(setting.group(1)) * NANOS[UNITS.indexOf(setting.group(2))]))
                : OptionalLong.empty();
    }

    /** Sets it, as if an event said so. */
    public void set(long nanos) {
        thresholds.put(type, nanos);
    }

    /** The greatest that it was; empty if that is not known. */
    public OptionalLong get() {
        Long known = thresholds.get(type);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known);
    }
}
