package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.agent.cli.report.render.HtmlReport;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.timeline.Coverage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final long SECOND = 1_000_000_000;
    private static final String EVIL = "</script><img src=x onerror=\"console.error('evil')\">\u202e";

    @TempDir
    Path directory;

    @Test
    void aNameThatIsHalfACharacterIsReplacedAndTheFileIsWhole() throws IOException {
        Path recording = TestEvents.record(directory, "half.jfr", () -> new TestEvents.ThreadDelay()
                .of(null, "worker \ud83d", 11)
                .spent(0, 0, 900, 0, 100)
                .commit());
        Path html = directory.resolve("half.html");
        Ran ran = Ran.tidewatch("report", "--html", html.toString(), recording.toString());
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(Files.readString(html)).contains("worker ").endsWith("</html>\n");
        try (var files = Files.list(directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void aRecordingIsNotOverwrittenByWhateverPathItIsNamed() throws IOException {
        Path recording = TestEvents.record(directory, "kept.jfr", () -> new TestEvents.ThreadDelay()
                .of(null, "worker", 11)
                .spent(0, 0, 900, 0, 100)
                .commit());
        byte[] before = Files.readAllBytes(recording);
        Path soft = Files.createSymbolicLink(directory.resolve("soft.html"), recording);
        Path hard = Files.createLink(directory.resolve("hard.html"), recording);
        for (Path path : new Path[] {soft, hard, directory.resolve(".").resolve("kept.jfr")}) {
            Ran ran = Ran.tidewatch("report", "--html", path.toString(), recording.toString());
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).contains("--html would overwrite the recording " + recording);
            assertThat(Files.readAllBytes(recording)).isEqualTo(before);
        }
        // As a shell writes "--html *.jfr".
        Path another = Files.copy(recording, directory.resolve("another.jfr"));
        Ran ran = Ran.tidewatch("report", "--html", another.toString(), recording.toString());
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--html would overwrite " + another + ", which is a recording");
        assertThat(Files.readAllBytes(another)).isEqualTo(before);
    }

    @Test
    void needsNothingFromAnywhere() throws IOException {
        String html = Files.readString(smallReport());
        assertThat(html)
                .contains("default-src 'none'")
                .contains("Chart.js v4")
                .doesNotContain("{{", "sourceMappingURL=")
                .doesNotContainPattern("<(script|link|img|iframe)[^>]*\\s(src|href)=");
        assertThat(html).as("a thread's name is no markup").doesNotContain("<img");
    }

    @Test
    void showsTheNumbersOfTheTextReport() throws Exception {
        Path recording = recording();
        Path html = directory.resolve("report.html");
        assertThat(Ran.tidewatch("report", recording.toString(), "--html", html.toString())
                        .code())
                .isZero();
        Ran text = Ran.tidewatch("report", recording.toString(), "--top", "100");
        Chromium page = Chromium.show(html, directory, 1280, 900);

        assertThat(page.console()).isEmpty();
        assertThat(words(text.out())).startsWith(words(page.text("headline")));
        List<String> shown = new ArrayList<>();
        for (List<String> row : page.rows()) {
            shown.add(words(String.join(" ", row.subList(0, row.size() - 1))));
        }
        List<String> reported = text.out()
                .lines()
                .dropWhile(line -> !line.startsWith("thread "))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .map(line -> words(line.replaceAll("[█▓▒░·]+$", "")))
                .collect(Collectors.toList());
        assertThat(reported).hasSize(57);
        assertThat(shown).isEqualTo(reported.subList(0, 50));
        assertThat(shown.get(0)).as("the starved thread").startsWith("starved 12 ");
    }

    @Test
    void answersToItsControlsAtAnyWidth() throws Exception {
        Path html = smallReport();
        for (int width : new int[] {390, 1280}) {
            JsonObject did = drive(html, width);
            assertThat(did.get("first").getAsString()).isEqualTo("starved");
            assertThat(did.get("sortedByName").getAsString()).isEqualTo("ascending");
            assertThat(did.get("firstByName").getAsString()).startsWith("</script>");
            assertThat(did.get("focusKept").getAsBoolean()).isTrue();
            assertThat(did.get("secondPage").getAsString()).startsWith("Rows 51 to 57 of 57 threads");
            assertThat(did.get("filtered").getAsString()).isEqualTo("Rows 1 to 11 of 11 threads that match, of 57.");
            assertThat(did.get("byTid").getAsString()).isEqualTo("Rows 1 to 1 of 1 threads that match, of 57.");
            assertThat(did.get("groups").getAsString()).startsWith("Rows 1 to 5 of 5 groups");
            assertThat(did.get("detail").getAsString()).contains("cpu delay");
            assertThat(did.get("legend").getAsString()).isEqualTo("true to false");
            assertThat(did.get("charts").getAsInt()).isGreaterThan(6);
            assertThat(did.get("overflow").getAsInt())
                    .as("pixels beyond the window's width")
                    .isLessThanOrEqualTo(0);
            assertThat(did.get("unreachable").getAsInt())
                    .as("controls that are not for the keyboard")
                    .isZero();
        }
    }

    @Tag("exhaustive")
    @Test
    void staysUsableWithTenThousandThreadsOverTenMinutes() throws Exception {
        RecordedSums sums = new RecordedSums(ReadOptions.everything(), Coverage.of(0, 600 * SECOND));
        Random random = new Random(1);
        ThreadRecord record = new ThreadRecord();
        for (int second = 0; second < 600; second++) {
            for (int thread = 0; thread < 10_000; thread++) {
                record.tid = 1000L + thread;
                record.name = "worker-" + thread;
                record.begin = second * SECOND;
                record.end = record.begin + SECOND;
                long lost = thread == 4321 ? 9 * SECOND / 10 : random.nextInt(20_000_000);
                record.totals.clear();
                record.totals.addInterval(SECOND, true);
                record.totals.add(Metric.CPU_DELAY, lost);
                record.totals.add(Metric.WAIT_TIME, SECOND - lost);
                sums.add(record);
            }
        }
        Summary summary = Summary.of(List.of(Path.of("big.jfr")), sums, List.of());
        Path html = directory.resolve("big.html");
        HtmlReport.write(summary, JsonWriter::nullValue, html);
        assertThat(Files.size(html)).isLessThan(8_000_000);
        long start = System.nanoTime();
        Chromium page = Chromium.show(html, directory, 1280, 900);
        System.out.printf(
                "10 000 threads: %d bytes, shown within %d ms, Chromium's start included%n",
                Files.size(html), (System.nanoTime() - start) / 1_000_000);
        assertThat(page.console()).isEmpty();
        assertThat(page.rows()).hasSize(50);
        assertThat(page.rows().get(0).get(0)).isEqualTo("worker-4321");
        assertThat(page.text("count")).isEqualTo("Rows 1 to 50 of 10000 threads.");
    }

    /** Has the page use its own controls, as a user would, and write down what came of it. */
    private JsonObject drive(Path html, int width) throws Exception {
        String script;
        try (var in = HtmlReportTest.class.getResourceAsStream("drive.js")) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Path driven = directory.resolve("driven.html");
        Files.writeString(driven, Files.readString(html).replace("</body>", "<script>" + script + "</script></body>"));
        Chromium page = Chromium.show(driven, directory, width, 900);
        assertThat(page.console()).isEmpty();
        return JsonParser.parseString(page.text("driven")).getAsJsonObject();
    }

    private Path smallReport() throws IOException {
        Path html = directory.resolve("small.html");
        assertThat(Ran.tidewatch("report", recording().toString(), "--html", html.toString())
                        .code())
                .isZero();
        return html;
    }

    /** 57 threads in five groups. */
    private Path recording() throws IOException {
        return TestEvents.record(directory, () -> {
            for (int second = 0; second < 3; second++) {
                delay("starved", 12).spent(50, 7, 930, 0, 13).commit();
                delay("reader", 13).spent(10, 20, 0, 613, 357).commit();
                delay(EVIL, 14).spent(1, 0, 0, 0, 999).commit();
                ThreadDelay early = delay("early", 15).spent(1, 1, 1, 0, 997);
                early.complete = second > 0;
                early.commit();
                for (long i = 0; i < 53; i++) {
                    delay("worker-" + i, 100 + i)
                            .spent(i, i / 3, 3 * i, 0, 1000 - 4 * i - i / 3)
                            .commit();
                }
            }
        });
    }

    private static ThreadDelay delay(String name, long tid) {
        return new ThreadDelay().of(null, name, tid);
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").trim();
    }
}
