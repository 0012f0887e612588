package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import io.github.tidewatch.agent.testing.ProtoMessage;
import io.github.tidewatch.testing.RequiresProgram;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flame graphs of a recording with Flight Recorder's own stacks of this thread, and records of it with chosen numbers. */
class FlameReportTest {
    private static final long SLEEP = 200;

    @TempDir
    Path directory;

    private Path recording;

    /** One record over a sleep of 200 ms and a park of as long, of which the sleep and the park were recorded. */
    private void record(long user, long delay, long blockIo, long wait) throws Exception {
        recording = directory.resolve("r.jfr");
        try (Recording jfr = new Recording()) {
            jfr.enable(ThreadDelay.class);
            jfr.enable("jdk.ThreadSleep").withoutThreshold().withStackTrace();
            jfr.enable("jdk.ThreadPark").withoutThreshold().withStackTrace();
            jfr.start();
            ThreadDelay event = new ThreadDelay();
            event.begin();
            sleeps();
            parks();
            event.end();
            event.of(Thread.currentThread(), Thread.currentThread().getName(), tid())
                    .spent(user, 0, delay, blockIo, wait)
                    .commit();
            jfr.stop();
            jfr.dump(recording);
        }
    }

    private static long tid() throws Exception {
        return Long.parseLong(
                Path.of("/proc/thread-self").toRealPath().getFileName().toString());
    }

    private static void sleeps() throws InterruptedException {
        Thread.sleep(SLEEP);
    }

    private static void parks() {
        long end = System.nanoTime() + SLEEP * 1_000_000;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(FlameReportTest.class, end - System.nanoTime());
        }
    }

    private List<String> collapsed(String part) throws Exception {
        Path out = directory.resolve(part + ".collapsed");
        Ran ran = Ran.tidewatch("report", "--flame", part, "--out", out.toString(), recording.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        return Files.readAllLines(out);
    }

    private static Map<String, Long> sums(List<String> lines, String... containing) {
        Map<String, Long> sums = new LinkedHashMap<>();
        for (String frame : containing) {
            sums.put(
                    frame,
                    lines.stream()
                            .filter(line -> line.contains(frame))
                            .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                            .sum());
        }
        return sums;
    }

    /** For how many microseconds of the record Flight Recorder says that this thread did so. */
    private double recorded(String type) throws Exception {
        Instant begin = null;
        double sum = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
            begin = event.getEventType().getName().equals("tidewatch.ThreadDelay") ? event.getStartTime() : begin;
        }
        for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
            boolean own = event.getThread() != null
                    && event.getThread().getJavaThreadId()
                            == Thread.currentThread().getId();
            if (own && event.getEventType().getName().equals(type)) {
                long from = Math.max(
                        0, Duration.between(begin, event.getStartTime()).toNanos());
                long to = Math.min(
                        2 * SLEEP * 1_000_000,
                        Duration.between(begin, event.getEndTime()).toNanos());
                sum += Math.max(0, to - from) / 1000.0;
            }
        }
        return sum;
    }

    @Test
    void waitingIsDividedByHowLongEachWaitLasted() throws Exception {
        record(0, 0, 0, 400);
        Map<String, Long> sums =
                sums(collapsed("wait"), "FlameReportTest.sleeps;", "FlameReportTest.parks;", "no stack", "");
        double sleeping = recorded("jdk.ThreadSleep");
        double parked = recorded("jdk.ThreadPark");
        assertThat(sleeping).as("recorded").isPositive();
        assertThat(sums.get("FlameReportTest.sleeps;"))
                .isCloseTo(Math.round(Math.min(400_000, sleeping)), within(2_000L));
        assertThat(sums.get("FlameReportTest.parks;")).isCloseTo(Math.round(parked), within(2_000L));
        assertThat(sums.get("")).isEqualTo(400_000);
    }

    @Test
    void whatHasNoStackSaysSoAndEachPartSumsToTheReports() throws Exception {
        record(100, 50, 25, 825);
        JsonObject report = JsonParser.parseString(
                        Ran.tidewatch("report", "--json", recording.toString()).out())
                .getAsJsonObject();
        JsonObject thread = report.getAsJsonArray("threads").get(0).getAsJsonObject();
        for (Map.Entry<String, String> part : Map.of(
                        "cpu", "userTime", "cpu-delay", "cpuDelay", "block-io", "blockIoDelay", "wait", "waitTime")
                .entrySet()) {
            Map<String, Long> sums = sums(collapsed(part.getKey()), "no stack", "");
            assertThat(sums.get(""))
                    .as(part.getKey())
                    .isEqualTo(thread.get(part.getValue()).getAsLong() / 1000);
            assertThat(sums.get("no stack")).as(part.getKey()).isPositive();
        }
        List<String> all = collapsed("all");
        assertThat(sums(all, "").get("")).isEqualTo(1_000_000);
        assertThat(sums(all, "[on CPU]", "[CPU delay]", "[block I/O]", "[waiting]")
                        .values())
                .containsExactly(100_000L, 50_000L, 25_000L, 825_000L);
        assertThat(all)
                .isNotEmpty()
                .allMatch(line -> line.startsWith(Thread.currentThread().getName() + ";"));
    }

    @Test
    void aNameCannotEndAFrameOrTheScriptOfThePage() throws Exception {
        String common = "0123456789012345678901234567"; // for which a page has one character: <
        recording = TestEvents.record(directory, () -> {
            for (String name : List.of("a;b</script><!--\n\u001b[31m", common + "!", common + "/script><script>x")) {
                new ThreadDelay()
                        .of(null, name, name.length())
                        .spent(100, 0, 0, 0, 0)
                        .commit();
            }
        });
        List<String> lines = collapsed("cpu");
        assertThat(lines).hasSize(3).noneMatch(line -> line.contains("\u001b"));
        assertThat(lines)
                .anyMatch(line -> line.startsWith("a:b</script>") && line.contains(";no stack (no Java thread"));
        Path html = directory.resolve("x.html");
        Ran ran = Ran.tidewatch("report", "--flame", "all", "--out", html.toString(), recording.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        String page = Files.readString(html);
        assertThat(page).contains("a;b\\u003c/script>", "' µs'");
        assertThat(page.split("<script", -1)).hasSize(2);
        assertThat(page.split("</script", -1)).hasSize(2);
        assertThat(page.split("<!-", -1)).hasSize(1);
    }

    @Test
    void whatIsUnknownIsNotSaidToBeNothing() throws Exception {
        recording = TestEvents.record(directory, () -> {
            TestEvents.WithoutBlockIo event = new TestEvents.WithoutBlockIo();
            event.threadName = "t";
            event.osThreadId = 11;
            event.interval = event.waitTime = TestEvents.nanos(1000);
            event.commit();
        });
        Path out = directory.resolve("x.collapsed");
        Ran ran = Ran.tidewatch("report", "--flame", "block-io", "--out", out.toString(), recording.toString());
        assertThat(ran.out())
                .contains("x.collapsed: empty (unknown in this recording, and within the waiting: block I/O)");
        assertThat(Ran.tidewatch("report", "--flame", "wait", "--out", out.toString(), recording.toString())
                        .out())
                .contains("x.collapsed: 1.00 s, of which 0 % have a stack")
                .doesNotContain("unknown");
    }

    @Test
    void whatCannotBeIsNamedWithWhatIsAllowed() throws Exception {
        record(100, 0, 0, 0);
        assertThat(error("--flame", "gpu", "--out", "x.html"))
                .contains("cpu, cpu-delay, block-io, wait or all, not gpu");
        assertThat(error("--flame", "cpu", "--out", "x.svg")).contains(".html, .collapsed or .pb.gz, not x.svg");
        assertThat(error("--flame", "cpu")).contains("--flame needs --out");
        assertThat(error("--out", "x.html")).contains("--flame PART, which is missing");
        Path disguised = Files.copy(recording, directory.resolve("r.html"));
        assertThat(error("--flame", "cpu", "--out", disguised.toString())).contains("--out would overwrite");
    }

    @Test
    void aProfileOfPprofHasTheSameSums() throws Exception {
        record(100, 50, 25, 825);
        Path out = directory.resolve("x.pb.gz");
        Ran ran = Ran.tidewatch("report", "--flame", "all", "--out", out.toString(), recording.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        ProtoMessage profile;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(out))) {
            profile = new ProtoMessage(in.readAllBytes());
        }
        long[] sums = new long[4];
        for (ProtoMessage sample : profile.messages(2)) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += sample.packed(2).get(i);
            }
        }
        assertThat(sums).containsExactly(100_000_000, 50_000_000, 25_000_000, 825_000_000);
        assertThat(profile.texts(6)).contains(Thread.currentThread().getName());
    }

    @Test
    @RequiresProgram("go")
    void pprofItselfReadsTheProfile() throws Exception {
        record(100, 50, 25, 825);
        Path out = directory.resolve("x.pb.gz");
        Ran ran = Ran.tidewatch("report", "--flame", "all", "--out", out.toString(), recording.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ProgramOutput.of(
                        directory, "go", "tool", "pprof", "-top", "-sample_index=CPU delay", out.toString()))
                .contains(
                        "Type: CPU delay",
                        "Total samples = 50ms",
                        Thread.currentThread().getName());
    }

    @Test
    void whatAFlameGraphHasNoUseForIsWrongUsage() throws Exception {
        record(100, 0, 0, 0);
        assertThat(error("--flame", "cpu", "--out", "x.html", "--top", "3", "--html", "y.html", "--json", "--by=group"))
                .contains("--flame cannot be combined with --json, --html, --by, --top: leave out");
        assertThat(Path.of("x.html")).doesNotExist();
    }

    private String error(String... options) {
        List<String> all = new ArrayList<>(List.of("report", recording.toString()));
        all.addAll(List.of(options));
        Ran ran = Ran.tidewatch(all.toArray(new String[0]));
        assertThat(ran.code()).isEqualTo(2);
        return ran.err();
    }

    @Test
    void htmlReportOpensOfARowTheFlameGraphOfItsThread() throws Exception {
        record(0, 300, 0, 100);
        Path html = directory.resolve("report.html");
        Ran ran = Ran.tidewatch("report", "--html", html.toString(), recording.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        String click = "<script>document.querySelector('td.name button').click();"
                + "document.querySelector('button.flame').click();</script>";
        Path opened = directory.resolve("opened.html");
        Files.writeString(opened, Files.readString(html).replace("</body>", click + "</body>"));
        Chromium page = Chromium.show(opened, directory, 400, 900);
        assertThat(page.console()).isEmpty();
        assertThat(page.text("flame-title"))
                .isEqualTo("Flame graph of " + Thread.currentThread().getName());
        assertThat(page.document())
                .contains("FlameReportTest.sleeps", "FlameReportTest.parks", "[CPU delay]", "[waiting]")
                .contains(",0,0,400000)");
        assertFramesAreInOrder(page.document());
    }

    /** The page looks for the frame below the pointer by bisection. */
    private static void assertFramesAreInOrder(String document) {
        Map<String, Long> ends = new HashMap<>();
        long left = 0;
        Matcher frames = Pattern.compile("\nf\\(\\d+,(\\d+),(-?\\d+),(\\d+)\\)").matcher(document);
        while (frames.find()) {
            left += Long.parseLong(frames.group(2));
            assertThat(left).isGreaterThanOrEqualTo(ends.getOrDefault(frames.group(1), 0L));
            ends.put(frames.group(1), left + Long.parseLong(frames.group(3)));
        }
        assertThat(ends).hasSizeGreaterThan(3);
    }
}
