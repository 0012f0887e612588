package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Modest;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Workloads;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.recording.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** The report by the built jar on what the agent recorded. */
class ReportJvmTest {
    private static final String DELAY = "tidewatch.ThreadDelay";
    private static final int ENOUGH_FLUSHES = 4;

    @TempDir
    static Path directory;

    private static Path recording;

    @BeforeAll
    static void record() throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("")
                .main(Workloads.Contention.class, ".", "4", "200")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        recording = directory.resolve("200.jfr");
    }

    // Not by JDK Mission Control's reader: 9.1.2 was seen to give some of such events twice and leave out others.
    @Test
    void hasTheNumbersThatJfrPrints() throws Exception {
        JsonObject json = json(run(recording, "--json"));
        JsonObject printed = JsonParser.parseString(jfr("print", "--json", "--events", DELAY))
                .getAsJsonObject();
        for (Metric part : Metric.PARTS) {
            Map<Long, Long> expected = new TreeMap<>();
            for (JsonElement event : printed.getAsJsonObject("recording").getAsJsonArray("events")) {
                JsonObject values = event.getAsJsonObject().getAsJsonObject("values");
                if (values.has(part.field())
                        && (part != Metric.BLOCK_IO_DELAY
                                || values.get("complete").getAsBoolean())) {
                    Duration time = Duration.parse(values.get(part.field()).getAsString());
                    expected.merge(values.get("osThreadId").getAsLong(), time.toNanos(), Long::sum);
                }
            }
            Map<Long, Long> reported = new TreeMap<>();
            for (JsonElement thread : json.getAsJsonArray("threads")) {
                JsonElement time = thread.getAsJsonObject().get(part.field());
                if (time != null) {
                    reported.merge(thread.getAsJsonObject().get("osThreadId").getAsLong(), time.getAsLong(), Long::sum);
                }
            }
            assertThat(reported).as(part.field()).isEqualTo(expected);
        }
        assertThat(json.getAsJsonArray("threads").size()).isGreaterThan(10);
    }

    private static String jfr(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Jdks.home(Jdks.OWN).resolve("bin/jfr").toString()));
        command.addAll(List.of(arguments));
        command.add(recording.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    @Test
    void putsTheThreadFirstThatLostMost() throws Exception {
        JsonObject json = json(run(recording, "--json"));
        List<Long> lost = new ArrayList<>();
        json.getAsJsonArray("threads").forEach(thread -> lost.add(lost(thread.getAsJsonObject())));
        assertThat(lost).isSortedAccordingTo(Comparator.reverseOrder());
        String first = json.getAsJsonArray("threads")
                .get(0)
                .getAsJsonObject()
                .get("name")
                .getAsString();
        assertThat(run(recording).out).containsPattern("\nthread +tid .*\n" + Pattern.quote(first) + " ");
        // Others of this host may starve a compiler's thread even more.
        assertThat(json.get("headline").getAsString()).contains("spinner-", "waiting for a CPU");
        Tidewatch.Result spinners = run(recording, "--thread", "spinner-*");
        assertThat(spinners.out).contains("spinner-0 ", "spinner-1 ").doesNotContain("main ");
    }

    private static long lost(JsonObject thread) {
        JsonElement blockIo = thread.get(Metric.BLOCK_IO_DELAY.field());
        return thread.get(Metric.CPU_DELAY.field()).getAsLong() + (blockIo == null ? 0 : blockIo.getAsLong());
    }

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25})
    void readsAndIsReadByEveryJdk(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent("")
                .main(Modest.class, "jdk" + feature + ".jfr", "1500")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        Path file = directory.resolve("jdk" + feature + ".jfr");
        Tidewatch.Result here = run(file, "--json");
        Tidewatch.Result there =
                new Tidewatch(Jdks.home(feature), TestJvm.agentJar()).run("report", "--json", file.toString());
        assertThat(there.code).as("%s", there).isZero();
        assertThat(there.err).isEmpty();
        assertThat(json(there)).isEqualTo(json(here));
    }

    @Test
    void reportsWhatAKilledJvmHadFlushed() throws Exception {
        Path repository = Files.createDirectory(directory.resolve("repository"));
        Path chunk;
        try (RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("interval=100ms")
                .jvmArgs("-XX:FlightRecorderOptions=repository=" + repository, "-XX:StartFlightRecording")
                .main(Workloads.Contention.class, ".", "60", "1000")
                .start()) {
            // The agent has started, and with this recording a new chunk has.
            jvm.awaitLine(line -> line.startsWith("1000-begin "), Duration.ofSeconds(60));
            do {
                Thread.sleep(100);
                chunk = flushedOften(repository).orElse(null);
            } while (chunk == null);
        } // by SIGKILL
        Tidewatch.Result result = run(chunk);
        assertThat(result.err).contains("was not finished by its JVM: read as far as JFR had flushed it");
        assertThat(result.out).contains("\nspinner-0 ", "\nspinner-1 ");
    }

    @Tag("exhaustive")
    @Test
    void readsMuchInLittleMemory() throws Exception {
        Path file = directory.resolve("much.jfr");
        RunningJvm.Result made = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .jvmArgs("-XX:FlightRecorderOptions=memorysize=200m") // or JFR loses some when the disk is slow
                .main(BigRecording.class, file.toString(), "60000000", "3000")
                .run();
        assertThat(made.exitCode).as("%s", made).isZero();
        assertThat(Files.size(file)).isGreaterThan(50_000_000);
        Tidewatch.Result result =
                Tidewatch.here().jvmArg("-Xmx40m").run("report", "--json", "--top", "5", file.toString());
        assertThat(result.code).as("%s", result).isZero();
        JsonObject process = json(result).getAsJsonObject("process");
        assertThat(made.stdout).endsWith(" " + process.get("cpuDelay").getAsLong() + " ns of CPU delay\n");
        assertThat(process.get("threads").getAsInt()).isEqualTo(3000);
    }

    private static Optional<Path> flushedOften(Path repository) throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            return files.filter(file -> file.toString().endsWith(".jfr"))
                    .filter(ReportJvmTest::isFlushedOften)
                    .findFirst();
        }
    }

    /** While it writes a chunk, the JVM counts its flushes in the header; 255 stands for "just now". */
    private static boolean isFlushedOften(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int state = bytes.length < Chunk.HEADER ? 0 : ByteBuffer.wrap(bytes).get(Chunk.STATE_AT) & 0xff;
            return state >= ENOUGH_FLUSHES && state < 255;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tidewatch.Result run(Path file, String... options) throws IOException, InterruptedException {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "report";
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        Tidewatch.Result result = Tidewatch.here().run(arguments);
        assertThat(result.code).as("%s", result).isZero();
        return result;
    }

    private static JsonObject json(Tidewatch.Result result) {
        return JsonParser.parseString(result.out).getAsJsonObject();
    }
}
