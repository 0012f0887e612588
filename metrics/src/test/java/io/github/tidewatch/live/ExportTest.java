package io.github.tidewatch.live;

import static io.github.tidewatch.live.TestEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.live.TestEvents.Cause;
import io.github.tidewatch.live.TestEvents.Delay;
import io.github.tidewatch.live.TestEvents.Span;
import io.github.tidewatch.live.micrometer.TidewatchMeters;
import io.github.tidewatch.live.opentelemetry.TidewatchInstruments;
import io.github.tidewatch.testing.RequiresProgram;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that this JVM commits, followed as they are recorded, and what Micrometer and OpenTelemetry make of them. */
class ExportTest {
    @TempDir
    static Path directory;

    private static LiveMetrics live;
    private static final PrometheusMeterRegistry REGISTRY = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private static final InMemoryMetricReader READER = InMemoryMetricReader.create();
    private static OtlpReceiver receiver;
    private static SdkMeterProvider provider;
    private static TidewatchInstruments instruments;

    @BeforeAll
    static void follow() throws Exception {
        live = LiveMetrics.start();
        receiver = new OtlpReceiver();
        provider = SdkMeterProvider.builder()
                .registerMetricReader(READER)
                .registerMetricReader(PeriodicMetricReader.create(OtlpHttpMetricExporter.builder()
                        .setEndpoint(receiver.endpoint())
                        .build()))
                .build();
        instruments = TidewatchInstruments.register(live, provider);
        new TidewatchMeters(live).bindTo(REGISTRY);
        Delay.of("pool-1").spent(SECOND, SECOND / 2, SECOND / 4, 0, 3 * SECOND).commit();
        Cause cause = new Cause();
        cause.threadGroup = "pool-*";
        cause.neighborDelay = SECOND / 4;
        cause.commit();
        for (String error : new String[] {null, "java.io.IOException"}) {
            Span span = new Span();
            span.name = "checkout";
            span.error = error;
            span.begin();
            span.commit();
        }
        Await.until(
                "the spans, which are last",
                () -> REGISTRY.find(LiveMetric.SPAN_DURATION).timers().size() == 2);
    }

    @AfterAll
    static void close() {
        instruments.close();
        provider.close();
        receiver.close();
        live.close();
        REGISTRY.close();
    }

    @Test
    void micrometersCountersHaveTheNamesAndSecondsForPrometheus() {
        assertThat(REGISTRY.scrape().lines())
                .contains(
                        "tidewatch_thread_cpu_time_seconds_total{cpu_mode=\"user\",tidewatch_thread_group=\"pool-*\"} 1.0",
                        "tidewatch_thread_cpu_time_seconds_total{cpu_mode=\"system\",tidewatch_thread_group=\"pool-*\"} 0.5",
                        "tidewatch_thread_cpu_delay_time_seconds_total{tidewatch_thread_group=\"pool-*\"} 0.25",
                        "tidewatch_thread_block_io_delay_time_seconds_total{tidewatch_thread_group=\"pool-*\"} 0.0",
                        "tidewatch_thread_wait_time_seconds_total{tidewatch_thread_group=\"pool-*\","
                                + "tidewatch_wait_kind=\"park\"} 3.0",
                        "tidewatch_thread_cpu_delay_cause_time_seconds_total{tidewatch_cpu_delay_cause=\"neighbor\","
                                + "tidewatch_thread_group=\"pool-*\"} 0.25",
                        "tidewatch_span_duration_seconds_count{error_type=\"none\",tidewatch_span_name=\"checkout\"} 1");
        assertThat(REGISTRY.scrape()).doesNotContain("cause=\"quota\"", "block_io_unknown");
    }

    @Test
    void openTelemetrysCountersAreTheSame() {
        Map<String, MetricData> metrics =
                READER.collectAllMetrics().stream().collect(Collectors.toMap(MetricData::getName, Function.identity()));
        MetricData cpu = metrics.get("tidewatch.thread.cpu.time");
        assertThat(cpu.getUnit()).isEqualTo("s");
        assertThat(cpu.getDoubleSumData().isMonotonic()).isTrue();
        assertThat(cpu.getDoubleSumData().getPoints())
                .extracting(point -> point.getAttributes().get(AttributeKey.stringKey("cpu.mode")) + " "
                        + point.getAttributes().get(AttributeKey.stringKey("tidewatch.thread.group")) + " "
                        + point.getValue())
                .containsExactlyInAnyOrder("user pool-* 1.0", "system pool-* 0.5");
        assertThat(metrics.get("tidewatch.thread.wait.time").getDoubleSumData().getPoints())
                .allSatisfy(point -> assertThat(point.getValue()).isCloseTo(3, within(1e-9)));
        assertThat(metrics.get("tidewatch.span.duration").getHistogramData().getPoints())
                .hasSize(2)
                .allSatisfy(point -> assertThat(point.getCount()).isEqualTo(1))
                .extracting(HistogramPointData::getBoundaries)
                .containsOnly(SpanBuckets.SECONDS);
        assertThat(metrics).doesNotContainKey("tidewatch.thread.block_io_unknown.time");
    }

    @Test
    void aReceiverOfOtlpHasTheSameSeconds() {
        assertThat(provider.forceFlush().join(60, TimeUnit.SECONDS).isSuccess()).isTrue();
        Metric cpu = receiver.metrics("tidewatch.thread.cpu.time").get(0);
        assertThat(cpu.getUnit()).isEqualTo("s");
        assertThat(cpu.getSum().getIsMonotonic()).isTrue();
        assertThat(cpu.getSum().getDataPointsList())
                .extracting(NumberDataPoint::getAsDouble)
                .containsExactlyInAnyOrder(1.0, 0.5);
        assertThat(receiver.metrics("tidewatch.span.duration")
                        .get(0)
                        .getHistogram()
                        .getDataPointsList())
                .extracting(HistogramDataPoint::getCount)
                .containsExactly(1L, 1L);
    }

    @Test
    @RequiresProgram("promtool")
    void promtoolFindsNoFaultWithWhatIsScraped() throws Exception {
        Promtool ran = Promtool.run(directory, REGISTRY.scrape(), "check", "metrics");
        assertThat(ran.output().lines().filter(line -> line.startsWith("tidewatch")))
                .as(ran.output())
                .isEmpty();
        assertThat(ran.code()).as(ran.output()).isZero();
    }
}
