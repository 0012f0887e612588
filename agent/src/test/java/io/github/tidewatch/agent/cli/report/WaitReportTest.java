package io.github.tidewatch.agent.cli.report;

import static io.github.tidewatch.agent.cli.report.WaitEvents.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report says of what threads waited for. */
class WaitReportTest {
    private static final String DATABASE = "10.0.0.5:5432";

    @TempDir
    Path directory;

    @Test
    void aGroupsWaitingIsSplitIntoKindsAndPeersInPointsOfItsTime() throws IOException {
        Path file = TestEvents.record(directory, this::workers);
        assertThat(words(Ran.tidewatch("report", file.toString()).out()))
                .startsWith("No thread lost much of its time (0.0 % waiting for a CPU, 0.0 % waiting for block I/O).")
                .contains("(profile it by jdk.ExecutionSample). exec-* (2 threads) waited 62.0 % of their time, 1.24 s:"
                        + " 41 points network, of which 38 for 10.0.0.5:5432; 15 parked; 6 unknown. ")
                .contains("What threads waited for exec-* (2 threads) waited 62.0 % of their time, 1.24 s:"
                        + " 41 points network, of which 38 for 10.0.0.5:5432; 15 parked; 6 unknown");
    }

    @Test
    void ofAThreadThatBeganAndEndedUnsampledTheWaitIsUnknownAndNoZero() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            workers();
            new TestEvents.ThreadDelay()
                    .of(null, "other", 21)
                    .spent(0, 0, 0, 0, 1000)
                    .commit();
        });
        JsonObject report = json(file);
        JsonObject process = report.getAsJsonObject("process");
        assertThat(process.get("waitTime").getAsLong()).isEqualTo(TestEvents.nanos(2240));
        assertThat(process.get("unknownWait").getAsLong()).isEqualTo(TestEvents.nanos(120 + 1000));
        assertThat(process.get("networkWait").getAsLong()).isEqualTo(TestEvents.nanos(820));
        assertThat(process.has("pipeWait"))
                .as("what no record of this host can have")
                .isFalse();
        JsonObject other = thread(report, "other");
        assertThat(other.keySet()).doesNotContain("unknownWait", "networkWait", "exactWait");
    }

    @Test
    void aRecordingWithoutTheFieldsSaysNothingOfWhatThreadsWaitedFor() throws IOException {
        Path file = TestEvents.record(directory, () -> new TestEvents.ThreadDelay()
                .of(null, "worker", 11)
                .spent(1, 0, 0, 0, 999)
                .commit());
        assertThat(Ran.tidewatch("report", file.toString()).out())
                .doesNotContain("What threads waited for")
                .doesNotContain("of that time: ");
        assertThat(json(file).toString()).doesNotContain("Wait\"").doesNotContain("waitedFor");
    }

    @Test
    void jsonHasForEachThreadTheKindsThatSumToItsWaitAndItsPeers() throws IOException {
        Path file = TestEvents.record(directory, this::workers);
        JsonObject thread = thread(json(file), "exec-1");
        long sum = Metric.WAITS.stream()
                .filter(kind -> thread.has(kind.field()))
                .mapToLong(kind -> thread.get(kind.field()).getAsLong())
                .sum();
        assertThat(sum).isEqualTo(thread.get("waitTime").getAsLong());
        assertThat(thread.get("exactWait").getAsLong()).isEqualTo(TestEvents.nanos(380));
        JsonObject peer = thread.getAsJsonArray("waitedFor").get(0).getAsJsonObject();
        assertThat(peer.get("kind").getAsString()).isEqualTo("networkWait");
        assertThat(peer.get("object").getAsString()).isEqualTo(DATABASE);
        assertThat(peer.get("time").getAsLong()).isEqualTo(TestEvents.nanos(380));
    }

    @Test
    void aPeersNameSteersNoTerminalAndIsNoMarkup() throws IOException {
        Path file = TestEvents.record(directory, () -> waiting(
                        null, "reader", 11, 0, Map.of(Metric.FILE_WAIT, 1000L), "/tmp/\u001b[2J</script><b>")
                .commit());
        assertThat(Ran.tidewatch("report", file.toString()).out())
                .containsPattern("100 points file calls, of which 100 for\\s+/tmp/")
                .doesNotContain("\u001b");
        Path html = directory.resolve("report.html");
        Ran.tidewatch("report", file.toString(), "--html", html.toString());
        assertThat(Files.readString(html)).contains("\"waitedFor\"").doesNotContain("</script><b>");
    }

    @Test
    void thePageSplitsWaitingByKindOnDemand() throws Exception {
        Path file = TestEvents.record(directory, this::workers);
        Path html = directory.resolve("report.html");
        assertThat(Ran.tidewatch("report", file.toString(), "--html", html.toString())
                        .code())
                .isZero();
        Chromium whole = Chromium.show(html, directory, 1280, 900);
        assertThat(whole.console()).isEmpty();
        assertThat(tiles(whole)).contains("waiting62.0 %").doesNotContain("network");
        assertThat(whole.text("waits-section").replace("\n", ""))
                .contains("41 points network, of which 38 for 10.0.0.5:5432");
        Path split = directory.resolve("split.html");
        Files.writeString(
                split,
                Files.readString(html)
                        .replace("</body>", "<script>document.getElementById('split').click();</script></body>"));
        Chromium page = Chromium.show(split, directory, 1280, 900);
        assertThat(page.console()).isEmpty();
        assertThat(tiles(page))
                .contains("network wait41.0 %820 ms", "park wait15.0 %300 ms", "unknown wait6.0 %120 ms")
                .doesNotContain("waiting62.0 %", "pipe");
    }

    @Test
    void thePageSaysThatKindsInItsChartsIncludeIdleTimeOfWhichThereWasSome() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            workers();
            waiting(null, "pool", 13, 0, waits(Metric.PARK_WAIT, 900, 900), "java.util.concurrent.ForkJoinPool")
                    .commit();
        });
        assertThat(splitNote(file)).startsWith("<p id=\"split-note\" class=\"quiet\">");
        assertThat(splitNote(TestEvents.record(directory, this::workers))).contains("hidden");
    }

    /** With its element, after waiting is split. */
    private String splitNote(Path recording) throws Exception {
        Path html = directory.resolve("noted.html");
        assertThat(Ran.tidewatch("report", recording.toString(), "--html", html.toString())
                        .code())
                .isZero();
        Files.writeString(
                html,
                Files.readString(html)
                        .replace("</body>", "<script>document.getElementById('split').click();</script></body>"));
        String document = Chromium.show(html, directory, 1280, 900).document();
        int begin = document.indexOf("<p id=\"split-note\"");
        return document.substring(begin, document.indexOf('>', begin) + 1);
    }

    /** Two threads that are on a CPU for 38 % of their time. */
    private void workers() {
        for (long tid : new long[] {11, 12}) {
            waiting(null, "exec-" + (tid - 10), tid, 0, waits(Metric.NETWORK_WAIT, 380, 380), DATABASE)
                    .commit();
            Map<Metric, Long> mixed =
                    Map.of(Metric.NETWORK_WAIT, 30L, Metric.PARK_WAIT, 150L, Metric.UNKNOWN_WAIT, 60L);
            waiting(null, "exec-" + (tid - 10), tid, 380, mixed, null).commit();
        }
    }

    private static Map<Metric, Long> waits(Metric kind, long millis, long exact) {
        return Map.of(kind, millis, Metric.EXACT_WAIT, exact);
    }

    private static JsonObject json(Path file) {
        return JsonParser.parseString(
                        Ran.tidewatch("report", "--json", file.toString()).out())
                .getAsJsonObject();
    }

    private static JsonObject thread(JsonObject report, String name) {
        for (JsonElement thread : report.getAsJsonArray("threads")) {
            if (thread.getAsJsonObject().get("name").getAsString().equals(name)) {
                return thread.getAsJsonObject();
            }
        }
        throw new AssertionError("no thread " + name);
    }

    private static String tiles(Chromium page) {
        String document = page.document();
        return document.substring(document.indexOf("id=\"process-parts\""), document.indexOf("id=\"process-facts\""))
                .replaceAll("<[^>]*>", "");
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").trim();
    }
}
