package io.github.tidewatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the agent: an application that follows its own events, against its recording. Without it: {@link ExportTest}. */
@Tag("exhaustive")
class LiveMetricsJvmTest {
    @TempDir
    static Path directory;

    private static String output;
    private static Path recording;

    @BeforeAll
    static void run() throws Exception {
        recording = directory.resolve("test.jfr");
        Path out = directory.resolve("out");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-javaagent:" + System.getProperty("tidewatch.jar"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LiveWorkload.class.getName(),
                        recording.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(child.waitFor(150, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
            output = Files.readString(out);
        }
        assertThat(child.exitValue()).as(output).isZero();
    }

    private static Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        output.lines().filter(line -> line.startsWith("worker ")).forEach(line -> {
            int last = line.lastIndexOf(' ');
            counters.put(line.substring("worker ".length(), last).trim(), Long.valueOf(line.substring(last + 1)));
        });
        return counters;
    }

    private static long number(String name) {
        return output.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
    }

    @Test
    void countersAreTheSumsOfTheRecordingToTheNanosecond() throws Exception {
        Map<String, Long> sums = new TreeMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
            if (event.getEventType().getName().equals("tidewatch.ThreadDelay")
                    && event.getString("threadName").startsWith("worker-")) {
                sums.merge("RECORDED", event.getLong("interval"), Long::sum);
                sums.merge("CPU_TIME user", event.getLong("userTime"), Long::sum);
                sums.merge("CPU_TIME system", event.getLong("systemTime"), Long::sum);
                if (event.hasField("cpuDelay")) {
                    sums.merge("CPU_DELAY", event.getLong("cpuDelay"), Long::sum);
                }
                if (event.hasField("blockIoDelay") && event.getBoolean("complete")) {
                    sums.merge("BLOCK_IO_DELAY", event.getLong("blockIoDelay"), Long::sum);
                } else {
                    sums.merge("BLOCK_IO_UNKNOWN", event.getLong("interval"), Long::sum);
                }
                sums.merge("waits", event.getLong("waitTime"), Long::sum);
            }
        }
        Map<String, Long> counters = counters();
        long waits = counters.entrySet().stream()
                .filter(counter -> counter.getKey().startsWith("WAIT "))
                .mapToLong(Map.Entry::getValue)
                .sum();
        counters.keySet().removeIf(name -> name.startsWith("WAIT ") || name.startsWith("CPU_DELAY_CAUSE"));
        counters.put("waits", waits);
        assertThat(sums).as(output).hasSizeGreaterThan(3);
        assertThat(counters).as(output).isEqualTo(sums);
        assertThat(number("failures")).isZero();
    }

    @Test
    void aThousandThreadsASecondWithNamesOfTheirOwnMakeFewSeries() {
        assertThat(number("series")).isBetween(10L, 200L);
    }
}
