package io.github.tidewatch.live.micrometer;

import io.github.tidewatch.live.FinishedSpan;
import io.github.tidewatch.live.LiveMetric;
import io.github.tidewatch.live.LiveMetrics;
import io.github.tidewatch.live.Series;
import io.github.tidewatch.live.SpanBuckets;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Registers the sums as counters, and the durations of spans as timers with buckets. In Prometheus they are called {@code
 * tidewatch_thread_cpu_time_seconds_total} and so on. For any thread.
 */
public final class TidewatchMeters implements MeterBinder {
    private final LiveMetrics live;

    /** Of sums that whoever started them closes. */
    public TidewatchMeters(LiveMetrics live) {
        this.live = live;
    }

    /** Registers what there is, and later what comes. */
    @Override
    public void bindTo(MeterRegistry registry) {
        live.onSeries(series -> register(series, registry));
        live.onSpan(span -> record(span, registry));
    }

    private static void register(Series series, MeterRegistry registry) {
        FunctionCounter.builder(series.metric().metricName(), series, Series::seconds)
                .baseUnit("seconds")
                .description(series.metric().description())
                .tags(tags(series.attributes()))
                .register(registry);
    }

    private static void record(FinishedSpan span, MeterRegistry registry) {
        // Prometheus wants the same tags in all series of a name.
        List<Tag> tags = List.of(
                Tag.of(LiveMetric.SPAN_NAME, span.attributes().get(LiveMetric.SPAN_NAME)),
                Tag.of(LiveMetric.ERROR_TYPE, span.attributes().getOrDefault(LiveMetric.ERROR_TYPE, "none")));
        Timer.builder(LiveMetric.SPAN_DURATION)
                .description(LiveMetric.SPAN_DESCRIPTION)
                .tags(tags)
                .serviceLevelObjectives(SpanBuckets.SECONDS.stream()
                        .map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                        .toArray(Duration[]::new))
                .register(registry)
                .record(span.duration());
    }

    private static List<Tag> tags(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(attribute -> Tag.of(attribute.getKey(), attribute.getValue()))
                .toList();
    }
}
