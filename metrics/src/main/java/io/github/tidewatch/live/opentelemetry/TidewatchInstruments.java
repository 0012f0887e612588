package io.github.tidewatch.live.opentelemetry;

import io.github.tidewatch.live.FinishedSpan;
import io.github.tidewatch.live.LiveMetric;
import io.github.tidewatch.live.LiveMetrics;
import io.github.tidewatch.live.Series;
import io.github.tidewatch.live.SpanBuckets;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableDoubleCounter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Registers the sums as asynchronous counters of seconds, which the SDK reads when it exports, and the durations of spans as a
 * histogram. For any thread.
 */
public final class TidewatchInstruments implements AutoCloseable {
    private static final String SCOPE = "io.github.tidewatch";
    private static final String SECONDS = "s";

    private final LiveMetrics live;
    private final Map<Series, Attributes> attributes = new ConcurrentHashMap<>();
    private final List<ObservableDoubleCounter> counters = new ArrayList<>();

    private TidewatchInstruments(LiveMetrics live) {
        this.live = live;
    }

    /** Registers sums that whoever started them closes; this does not. */
    public static TidewatchInstruments register(LiveMetrics live, MeterProvider provider) {
        TidewatchInstruments instruments = new TidewatchInstruments(live);
        Meter meter = provider.get(SCOPE);
        for (LiveMetric metric : LiveMetric.values()) {
            instruments.counters.add(meter.counterBuilder(metric.metricName())
                    .ofDoubles()
                    .setUnit(SECONDS)
                    .setDescription(metric.description())
                    .buildWithCallback(measurement -> instruments.observe(metric, measurement)));
        }
        DoubleHistogram spans = meter.histogramBuilder(LiveMetric.SPAN_DURATION)
                .setUnit(SECONDS)
                .setDescription(LiveMetric.SPAN_DESCRIPTION)
                .setExplicitBucketBoundariesAdvice(SpanBuckets.SECONDS)
                .build();
        live.onSpan(span -> record(span, spans));
        return instruments;
    }

    private void observe(LiveMetric metric, ObservableDoubleMeasurement measurement) {
        for (Series series : live.series()) {
            if (series.metric() == metric) {
                measurement.record(
                        series.seconds(), attributes.computeIfAbsent(series, of -> attributes(of.attributes())));
            }
        }
    }

    private static void record(FinishedSpan span, DoubleHistogram spans) {
        spans.record(span.duration().toNanos() / 1e9, attributes(span.attributes()));
    }

    private static Attributes attributes(Map<String, String> values) {
        AttributesBuilder attributes = Attributes.builder();
        values.forEach(attributes::put);
        return attributes.build();
    }

    /** Ends the counters; spans go on until the sums are closed. */
    @Override
    public void close() {
        counters.forEach(ObservableDoubleCounter::close);
    }
}
