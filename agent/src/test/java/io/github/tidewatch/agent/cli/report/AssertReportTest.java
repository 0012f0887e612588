package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes and lines of {@code report --assert}. */
class AssertReportTest {
    @TempDir
    Path directory;

    /** As the agent's, what is needed of it. */
    @Name("tidewatch.Span")
    @StackTrace(false)
    static final class Span extends Event {
        String name;
        boolean recursive;

        @Timespan
        long cpuDelay;
    }

    /** As it is where the host does not tell CPU delay. */
    @Name("tidewatch.Span")
    @StackTrace(false)
    static final class SpanWithoutCpuDelay extends Event {
        String name = "checkout";
    }

    @Name("tidewatch.DelayCause")
    @StackTrace(false)
    static final class DelayCause extends Event {
        String threadGroup = "worker-*";

        @Timespan
        long interval = TestEvents.nanos(1000);

        @Timespan
        long cpuDelay;

        @Timespan
        long quotaDelay;

        @Timespan
        long ownThreadsDelay;

        @Timespan
        long neighborDelay;

        @Timespan
        long stealDelay;

        @Timespan
        long placementDelay;

        @Timespan
        long unexplainedDelay;

        String mostCpuGroup = "worker-*";
    }

    /** Of a group that waited for a CPU half of its time, for its own threads. */
    private Path recording() throws IOException {
        return TestEvents.record(directory, () -> {
            new ThreadDelay().of(null, "worker-1", 11).spent(500, 0, 500, 0, 0).commit();
            new ThreadDelay().of(null, "idle", 12).spent(1, 0, 1, 0, 998).commit();
            DelayCause cause = new DelayCause();
            cause.cpuDelay = cause.ownThreadsDelay = TestEvents.nanos(500);
            cause.commit();
        });
    }

    private static Ran report(Path file, String... options) {
        List<String> all = new ArrayList<>(List.of("report", file.toString()));
        all.addAll(List.of(options));
        return Ran.tidewatch(all.toArray(new String[0]));
    }

    @Test
    void theExitCodeIsThatOfTheWorstAndEachHasALine() throws IOException {
        Path file = recording();
        Ran holds = report(file, "--assert", "cpuDelay(idle) < 5 %", "--assert", "cpuDelay(worker-*) <= 50 %");
        assertThat(holds.code()).isZero();
        assertThat(holds.out().lines())
                .containsExactly(
                        "holds: cpuDelay(idle) < 5 %: 0.1 % (1.0 ms of 1.00 s) of 1 thread",
                        "holds: cpuDelay(worker-*) <= 50 %: 50.0 % (500 ms of 1.00 s) of 1 thread");
        Ran inconclusive = report(file, "--assert", "cpuDelay(idle) < 5 %", "--assert", "cpuDelay(none) < 5 %");
        assertThat(inconclusive.code()).isEqualTo(3);
        Ran fails = report(
                file,
                "--assert",
                "cpuDelay(none) < 5 %",
                "--assert",
                "cpuDelay(worker-1) < 5 %",
                "--assert=cpuDelay(idle)<5%");
        assertThat(fails.code()).isEqualTo(1);
        assertThat(fails.out())
                .contains("fails: cpuDelay(worker-1) < 5 %: 50.0 % (500 ms of 1.00 s) of 1 thread; 100 % because other"
                        + " threads of this process had the CPUs");
    }

    @Test
    void asJsonEachHasItsResult() throws IOException {
        Ran ran = report(recording(), "--json", "--assert", "cpuDelay(worker-*) < 5 %");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(JsonParser.parseString(ran.out())
                        .getAsJsonObject()
                        .getAsJsonArray("assertions")
                        .toString())
                .contains(
                        "\"assertion\":\"cpuDelay(worker-*) < 5 %\",\"result\":\"fails\",\"sentence\":\"50.0 % (500 ms");
    }

    @Test
    void whereNothingCanBeReadTheAnswerIsNotThatItFails() throws IOException {
        Path empty = TestEvents.record(directory, () -> {});
        Ran ran = report(empty, "--assert", "cpuDelay(*) < 5 %");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).startsWith("inconclusive: ").contains("has no tidewatch.ThreadDelay event");
        Ran missing = report(directory.resolve("none.jfr"), "--assert", "cpuDelay(*) < 5 %");
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).contains("none.jfr");
    }

    @Test
    void whatIsNoAssertionOrHasNoEffectIsWrongUsage() throws IOException {
        Path file = recording();
        Ran unknown = report(file, "--assert", "cpuDelai(*) < 5 %");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("--assert 'cpuDelai(*) < 5 %': there is no metric cpuDelai. Allowed are");
        Ran combined = report(file, "--assert", "cpuDelay(*) < 5 %", "--by", "group", "--html", "x.html");
        assertThat(combined.code()).isEqualTo(2);
        assertThat(combined.err()).contains("--assert cannot be combined with --html, --by");
    }

    @Test
    void spansAreReadWithTheirThreshold() throws Exception {
        Path file = directory.resolve("spans.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ActiveSetting");
            recording.enable(Span.class).withThreshold(Duration.ofMillis(1));
            recording.start();
            new ThreadDelay().of(null, "worker-1", 11).spent(500, 0, 500, 0, 0).commit();
            Span span = new Span();
            span.name = "checkout";
            span.begin();
            Span within = new Span();
            within.name = "checkout";
            within.recursive = true;
            within.begin();
            Thread.sleep(5);
            within.commit();
            span.commit();
            recording.stop();
            recording.dump(file);
        }
        Ran ran = report(file, "--assert", "max(check*) >= 5 ms");
        assertThat(ran.code()).as(ran.toString()).isZero();
        assertThat(ran.out()).containsPattern("holds: max\\(check\\*\\) >= 5 ms: [0-9.]+ m?s of 1 span\n");
        assertThat(report(file, "--assert", "p50(checkout) < 5 ms").out())
                .contains("shorter spans than 1.0 ms are missing");
    }

    @Test
    void aLongSpanOfWhichCpuDelayIsUnknownIsInconclusive() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            new ThreadDelay().of(null, "worker-1", 11).spent(500, 0, 0, 0, 500).commit();
            SpanWithoutCpuDelay span = new SpanWithoutCpuDelay();
            span.begin();
            LockSupport.parkNanos(5_000_000);
            span.commit();
        });
        Ran ran = report(file, "--assert", "max(checkout) < 1 us");
        assertThat(ran.code()).as(ran.toString()).isEqualTo(3);
        assertThat(ran.out()).contains("but others may have had the CPUs for");
    }

    @Test
    void aWarningSaysOfWhichOfTheTwoRecordingsItIs() throws IOException {
        Path file = recording();
        byte[] chunk = Files.readAllBytes(file);
        Path cut = Files.write(directory.resolve("cut.jfr"), chunk);
        Files.write(cut, Arrays.copyOf(chunk, chunk.length / 2), StandardOpenOption.APPEND);
        Ran baseline = report(file, "--baseline", cut.toString());
        assertThat(baseline.err()).contains("warning: of the baseline: ");
        Ran now = report(cut, "--baseline", file.toString());
        assertThat(now.err()).contains("warning: of the recording: ");
    }

    @Test
    void aBaselineThatIsTooShortOrMissingIsInconclusive() throws IOException {
        Path file = recording();
        Ran ran = report(file, "--baseline", file.toString());
        assertThat(ran.code()).as(ran.toString()).isEqualTo(3);
        assertThat(ran.out()).startsWith("not comparable, because the baseline is too short: it has ");
        Ran json = report(file, "--json", "--baseline", file.toString());
        assertThat(JsonParser.parseString(json.out())
                        .getAsJsonObject()
                        .get("comparable")
                        .getAsBoolean())
                .isFalse();
        Ran missing = report(file, "--baseline", directory.resolve("none.jfr").toString());
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).startsWith("inconclusive: ").contains("none.jfr");
        Ran combined = report(file, "--baseline", file.toString(), "--top", "3");
        assertThat(combined.code()).isEqualTo(2);
        assertThat(combined.err()).contains("--baseline cannot be combined with --top");
    }
}
