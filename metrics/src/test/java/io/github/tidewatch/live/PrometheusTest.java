package io.github.tidewatch.live;

import static io.github.tidewatch.live.TestEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import io.github.tidewatch.live.TestEvents.Cause;
import io.github.tidewatch.live.TestEvents.Delay;
import io.github.tidewatch.live.TestEvents.Span;
import io.github.tidewatch.live.micrometer.TidewatchMeters;
import io.github.tidewatch.testing.RequiresProgram;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that scrapes this JVM: it answers each query of the dashboard, and has the sums. */
@RequiresProgram("prometheus")
class PrometheusTest {
    @TempDir
    Path directory;

    @Test
    void aPrometheusThatScrapesItAnswersEachQueryOfTheDashboardAndHasTheSums() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/metrics", exchange -> {
            byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            try (exchange) {
                exchange.getResponseBody().write(text);
            }
        });
        application.start();
        try (Prometheus prometheus =
                        Prometheus.start(directory, application.getAddress().getPort(), "/metrics");
                LiveMetrics live = LiveMetrics.start()) {
            new TidewatchMeters(live).bindTo(registry);
            String sum = "sum(tidewatch_thread_cpu_time_seconds_total)";
            for (int i = 1; i <= 3; i++) {
                commit();
                int seconds = 2 * i;
                Await.until(seconds + " s on a CPU in Prometheus", () -> prometheus.value(sum) == seconds);
            }
            for (Map.Entry<String, String> query : Dashboard.queries().entrySet()) {
                assertThat(prometheus.result(query.getValue())).as("%s", query).isNotEmpty();
            }
            assertThat(prometheus.value("sum(tidewatch_thread_cpu_delay_time_seconds_total)"))
                    .isCloseTo(1.5, within(0.015));
        } finally {
            application.stop(0);
            registry.close();
        }
    }

    private static void commit() {
        Delay.of("pool-1").spent(SECOND, SECOND, SECOND / 2, SECOND, 2 * SECOND).commit();
        Delay incomplete = Delay.of("pool-2").spent(0, 0, 0, 0, SECOND);
        incomplete.complete = false;
        incomplete.commit();
        Cause cause = new Cause();
        cause.threadGroup = "pool-*";
        cause.neighborDelay = SECOND / 2;
        cause.commit();
        Span span = new Span();
        span.name = "checkout";
        span.error = "java.io.IOException";
        span.begin();
        span.commit();
    }
}
