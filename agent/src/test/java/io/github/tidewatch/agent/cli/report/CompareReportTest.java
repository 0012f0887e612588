package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages and flame graphs of what changed, of recordings of this thread, which sleeps in both and parks in the later one. */
class CompareReportTest {
    private static final int INTERVALS = 100;
    private static final long SLEEP = 10;

    private static final int SAME = 0;
    private static final int NEW = 3;
    private static final Pattern DATA = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*)</script>");
    private static final Pattern FRAME = Pattern.compile("f\\(([0-9]+),[^\n]*\\)");

    @TempDir
    static Path directory;

    private static Path before;
    private static Path after;

    @BeforeAll
    static void record() throws Exception {
        record("first.jfr", false); // to start the first recording of a JVM takes long, in which there are no records
        before = record("before.jfr", false);
        after = record("after.jfr", true);
    }

    private static Path record(String name, boolean andParks) throws Exception {
        long tid = Long.parseLong(
                Path.of("/proc/thread-self").toRealPath().getFileName().toString());
        try (Recording jfr = new Recording()) {
            jfr.enable(ThreadDelay.class);
            jfr.enable("jdk.ThreadSleep").withoutThreshold().withStackTrace();
            jfr.enable("jdk.ThreadPark").withoutThreshold().withStackTrace();
            jfr.start();
            for (int i = 0; i < INTERVALS; i++) {
                ThreadDelay event = new ThreadDelay();
                event.begin();
                sleeps();
                if (andParks) {
                    parks();
                }
                event.end();
                event.of(Thread.currentThread(), "w</script>-1", tid)
                        .spent(0, 0, andParks ? 8 : 2, 0, 2 * SLEEP)
                        .commit();
            }
            jfr.stop();
            Path file = directory.resolve(name);
            jfr.dump(file);
            return file;
        }
    }

    private static void sleeps() throws InterruptedException {
        Thread.sleep(SLEEP);
    }

    private static void parks() {
        long end = System.nanoTime() + SLEEP * 1_000_000;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(CompareReportTest.class, end - System.nanoTime());
        }
    }

    private static Ran run(String... options) {
        List<String> all = new ArrayList<>(List.of("report", "--baseline", before.toString()));
        all.addAll(List.of(options));
        all.add(after.toString());
        return Ran.tidewatch(all.toArray(new String[0]));
    }

    @Test
    void collapsedStacksHaveTheNanosecondsInEachSecondOfBothRecordings() throws Exception {
        Path out = directory.resolve("x.collapsed");
        Ran ran = run("--flame", "wait", "--out", out.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith(out + ": waiting ").contains("/s, now ");
        long[] sleeping = sums(out, "CompareReportTest.sleeps;");
        assertThat(sleeping[0]).isPositive();
        assertThat(sleeping[1]).isPositive();
        long[] parked = sums(out, "CompareReportTest.parks;");
        assertThat(parked[0]).isZero();
        assertThat(parked[1]).isPositive();
    }

    @Test
    void whatIsNewIsRedAndNothingIsOfARecordingAgainstItself() throws Exception {
        assertThat(run().out()).doesNotStartWith("not comparable").contains(" changed by more than chance");
        Map<String, Integer> changed = colours(after);
        assertThat(changed).containsKey("io.github.tidewatch.agent.cli.report.CompareReportTest.sleeps");
        assertThat(changed.get("io.github.tidewatch.agent.cli.report.CompareReportTest.parks"))
                .as("%s", changed)
                .isEqualTo(NEW);
        assertThat(colours(before).values()).hasSizeGreaterThan(3).containsOnly(SAME);
    }

    /** Of the frames of the graph of waiting, with the widths of that recording: the place in the legend. */
    private static Map<String, Integer> colours(Path now) throws Exception {
        Path html = directory.resolve("colours.html");
        Ran ran = Ran.tidewatch(
                "report", "--baseline", before.toString(), "--flame", "wait", "--out", html.toString(), now.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        Matcher data = DATA.matcher(Files.readString(html));
        assertThat(data.find()).isTrue();
        JsonObject graph = JsonParser.parseString(data.group(1))
                .getAsJsonObject()
                .getAsJsonObject("flames")
                .getAsJsonArray("parts")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("graphs")
                .get(1)
                .getAsJsonObject();
        Map<String, Integer> colours = new TreeMap<>();
        Matcher frame = FRAME.matcher(graph.get("frames").getAsString());
        while (frame.find()) {
            int key = Integer.parseInt(frame.group(1));
            colours.put(graph.getAsJsonArray("names").get(key / 8).getAsString(), key % 8);
        }
        return colours;
    }

    private static long[] sums(Path file, String frame) throws Exception {
        long[] sums = new long[2];
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", -1);
            for (int i = 0; i < sums.length && line.contains(frame); i++) {
                sums[i] += Long.parseLong(words[words.length - 2 + i]);
            }
        }
        return sums;
    }

    @Test
    void thePageHasTheAnswerOfTheCommandTheNumbersAndGraphsOfEachPart() throws Exception {
        Path html = directory.resolve("x.html");
        Ran plain = run();
        Ran ran = run("--html", html.toString());
        assertThat(ran.code()).isEqualTo(plain.code());
        assertThat(ran.out()).startsWith(plain.out()).contains(html + ": ", " for any browser");
        String text = Files.readString(html);
        assertThat(text.split("</script", -1)).hasSize(4);
        assertThat(text).doesNotContain("w</script>", "http://", "src=");
        Path clicked = directory.resolve("clicked.html");
        String click = "<script>document.querySelector('[data-view=all]').click();"
                + "[...document.getElementById('parts').children].find(b => b.textContent === 'waiting').click();</script>";
        Files.writeString(clicked, text.replace("</body>", click + "</body>"));
        Chromium page = Chromium.show(clicked, directory, 400, 900);
        assertThat(page.console()).isEmpty();
        assertThat(page.text("part-note")).startsWith("waiting: ").contains("/s in the baseline, now ");
        assertThat(page.rows())
                .anyMatch(row -> row.get(0).equals("w</script>-*") && row.get(1).equals("cpuDelay"));
        assertThat(page.document()).contains("CompareReportTest.parks", "widthsAreNow = true");
    }

    @Test
    void thePageOfAFlameGraphHasThatPartAlone() throws Exception {
        Path html = directory.resolve("flame.html");
        Ran ran = run("--flame", "cpu-delay", "--out", html.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readString(html))
                .contains("\"withTable\":false", "\"label\":\"CPU delay\"")
                .doesNotContain("\"label\":\"waiting\"");
    }

    @Test
    void whatCannotBeCombinedIsWrongUsage() {
        assertThat(error("--html", "-", "--json")).contains("--json and --html - both write to stdout");
        assertThat(error("--flame", "cpu", "--out", "x.html", "--html", "y.html", "--json"))
                .contains("--flame cannot be combined with --json, --html");
        assertThat(error("--html", "x.html", "--top", "3", "--spans"))
                .contains("--baseline cannot be combined with --spans, --top");
        assertThat(error("--flame", "cpu", "--out", "x.pb.gz"))
                .contains("--flame beside --baseline takes --out OUT.html or OUT.collapsed", "-diff_base");
        assertThat(error("--html", before.toString())).contains("--html would overwrite");
        assertThat(error("--flame", "cpu", "--out", copyOf(before, "r.html"))).contains("--out would overwrite");
    }

    private static String copyOf(Path file, String name) {
        try {
            return Files.copy(file, directory.resolve(name)).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String error(String... options) {
        Ran ran = run(options);
        assertThat(ran.code())
                .as(Arrays.stream(options).collect(Collectors.joining(" ")))
                .isEqualTo(2);
        return ran.err();
    }
}
