package io.github.tidewatch.live;

import static io.github.tidewatch.live.TestEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.github.tidewatch.live.TestEvents.Cause;
import io.github.tidewatch.live.TestEvents.Delay;
import io.github.tidewatch.live.TestEvents.Span;
import io.github.tidewatch.live.micrometer.TidewatchMeters;
import io.github.tidewatch.testing.RequiresProgram;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that scrapes this JVM: it answers each query of the dashboard, and has the sums. */
@RequiresProgram("prometheus")
class PrometheusTest {
    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private int port;

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
        Process prometheus = prometheus(application.getAddress().getPort());
        try (LiveMetrics live = LiveMetrics.start()) {
            new TidewatchMeters(live).bindTo(registry);
            String sum = "sum(tidewatch_thread_cpu_time_seconds_total)";
            for (int i = 1; i <= 3; i++) {
                commit();
                int seconds = 2 * i;
                Await.until(seconds + " s on a CPU in Prometheus", () -> value(sum) == seconds);
            }
            for (Map.Entry<String, String> query : Dashboard.queries().entrySet()) {
                assertThat(result(query.getValue())).as("%s", query).isNotEmpty();
            }
            assertThat(value("sum(tidewatch_thread_cpu_delay_time_seconds_total)"))
                    .isCloseTo(1.5, within(0.015));
        } finally {
            prometheus.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
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

    private Process prometheus(int target) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 300ms, scrape_timeout: 300ms, evaluation_interval: 1s}
                rule_files: ['%s']
                scrape_configs: [{job_name: test, static_configs: [{targets: ['127.0.0.1:%d']}]}]
                """.formatted(
                        Dashboard.FOLDER.resolve("alerts.yml").toAbsolutePath(), target));
        return new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    /** Of one series; NaN as long as there is none, or Prometheus does not answer yet. */
    private double value(String query) {
        try {
            JsonArray result = result(query);
            return result.isEmpty()
                    ? Double.NaN
                    : result.get(0)
                            .getAsJsonObject()
                            .getAsJsonArray("value")
                            .get(1)
                            .getAsDouble();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private JsonArray result(String query) throws IOException {
        URI uri = URI.create(
                "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
            if (!json.get("status").getAsString().equals("success")) {
                throw new AssertionError(query + ": " + json);
            }
            return json.getAsJsonObject("data").getAsJsonArray("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
