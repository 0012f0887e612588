package io.github.tidewatch.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
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
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes one application of this machine, with our alert rules. */
final class Prometheus implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int port;
    private final Process process;

    private Prometheus(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** Starts one that keeps what it has in this folder. */
    static Prometheus start(Path directory, int target, String metricsPath) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 300ms, scrape_timeout: 300ms, evaluation_interval: 1s}
                rule_files: ['%s']
                scrape_configs:
                - {job_name: test, metrics_path: '%s', static_configs: [{targets: ['127.0.0.1:%d']}]}
                """.formatted(
                        Dashboard.FOLDER.resolve("alerts.yml").toAbsolutePath(), metricsPath, target));
        return new Prometheus(
                port,
                new ProcessBuilder(
                                "prometheus",
                                "--config.file=" + configuration,
                                "--storage.tsdb.path=" + directory.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start());
    }

    /** Of one series; NaN as long as there is none, or it does not answer yet. */
    double value(String query) {
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

    /** Its answer; an error of it is a failure of the test. */
    JsonArray result(String query) throws IOException {
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

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
