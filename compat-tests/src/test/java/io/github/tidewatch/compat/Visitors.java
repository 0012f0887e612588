package io.github.tidewatch.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts applications, and visits the web application. */
final class Visitors {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 50;
    private static final int AT_ONCE = 20;

    private Visitors() {}

    /**
     * A JVM with the applications and their libraries on its class path. It compiles with C1 only: of the seconds that the start
     * of such an application takes, C2 has half, for code that runs once.
     */
    static TestJvm application(int feature, Path directory) throws Exception {
        TestJvm jvm = new TestJvm(Jdks.home(feature), directory).jvmArgs("-XX:TieredStopAtLevel=1");
        for (String jar : Files.readString(built().resolve("applications.classpath"))
                .trim()
                .split(":", -1)) {
            jvm.classPath(Paths.get(jar));
        }
        return jvm;
    }

    /** Where the build has put what the tests need. */
    static Path built() {
        return Paths.get(System.getProperty("tidewatch.compat"));
    }

    /** Starts the {@link Shop}, asks it a thousand times, twenty at once, has it log, and ends it. */
    static RunningJvm.Result visit(TestJvm shop) throws Exception {
        return visit(shop, (client, url) -> {
            for (int round = 0; round < ROUNDS; round++) {
                List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
                for (int n = 1; n <= AT_ONCE; n++) {
                    answers.add(client.sendAsync(request(url + "sum?n=" + n), HttpResponse.BodyHandlers.ofString()));
                }
                for (int n = 1; n <= AT_ONCE; n++) {
                    assertThat(answers.get(n - 1).get().body()).isEqualTo(Integer.toString(n * (n + 1) / 2));
                }
            }
            for (String path : List.of("log?what=1", "log?what=2")) {
                assertThat(get(client, url + path)).isEqualTo(200);
            }
        });
    }

    /** What visitors do with the shop at an address that ends with a slash. */
    interface Visit {
        void visit(HttpClient client, String url) throws Exception;
    }

    /** Starts the {@link Shop}, and ends it after a visit. */
    static RunningJvm.Result visit(TestJvm shop, Visit visit) throws Exception {
        try (RunningJvm jvm = shop.start()) {
            jvm.awaitLine(line -> line.startsWith("port "), PATIENCE);
            Matcher port = Pattern.compile("(?m)^port (\\d+)$").matcher(jvm.stdout());
            assertThat(port.find()).isTrue();
            String url = "http://localhost:" + port.group(1) + "/";
            HttpClient client = HttpClient.newHttpClient();
            visit.visit(client, url);
            assertThat(get(client, url + "end")).isEqualTo(200);
            return jvm.await(PATIENCE);
        }
    }

    /** Asks for a page; returns the status. */
    static int get(HttpClient client, String url) throws Exception {
        return client.send(request(url), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** Asks for a page so many times at once; all are there. */
    static void getAtOnce(HttpClient client, String url, int times) throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(client.sendAsync(request(url), HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    private static HttpRequest request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    }
}
