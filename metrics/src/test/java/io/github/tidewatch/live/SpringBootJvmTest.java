package io.github.tidewatch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.testing.RequiresProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spring Boot's actuator with the agent, scraped by a real Prometheus, against a recording of the same time. */
@Tag("exhaustive")
@RequiresProgram({"prometheus", "taskset"})
class SpringBootJvmTest {
    private static final String WORKERS = "{tidewatch_thread_group=\"worker-*\"}";

    /** What each host can answer, by panel and letter: not block I/O, causes and spans. */
    private static final Set<String> ANSWERED = Set.of(
            "Demand for CPUs A",
            "Demand for CPUs B",
            "Part of the demand that waited for a CPU A",
            "CPU delay by thread group A",
            "On a CPU by thread group A",
            "Waits by kind A");

    @TempDir
    Path directory;

    private Path recording;

    @Test
    void prometheusHasTheSumsOfTheRecordingInFewSeriesAndAnswersTheDashboard() throws Exception {
        recording = directory.resolve("test.jfr");
        Process child = new ProcessBuilder(
                        "taskset", // so that workers wait for each other
                        "-c",
                        "0",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-javaagent:" + System.getProperty("tidewatch.jar"),
                        "-Dorg.springframework.boot.logging.LoggingSystem=none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpringApplicationOfTest.class.getName(),
                        recording.toString())
                .redirectError(directory.resolve("err").toFile())
                .start();
        try (BufferedReader out = child.inputReader()) {
            int port = Integer.parseInt(line(out, "port ").substring("port ".length()));
            try (Prometheus prometheus = Prometheus.start(directory, port, "/actuator/prometheus")) {
                line(out, "recorded");
                hasTheSums(prometheus);
                double series = prometheus.value("count({__name__=~\"tidewatch_.*\"})");
                assertThat(series).isBetween(10.0, 200.0);
                Await.until("answers to the dashboard's queries " + ANSWERED, () -> answered(prometheus)
                        .containsAll(ANSWERED));
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** Which queries have a result; none may be an error. */
    private static Set<String> answered(Prometheus prometheus) {
        Set<String> answered = new TreeSet<>();
        try {
            for (Map.Entry<String, String> query : Dashboard.queries().entrySet()) {
                if (!prometheus.result(query.getValue()).isEmpty()) {
                    answered.add(query.getKey());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answered;
    }

    private static String line(BufferedReader out, String begin) throws IOException {
        String line = out.readLine();
        while (line != null && !line.startsWith(begin)) {
            line = out.readLine();
        }
        assertThat(line).as("it ended before it said " + begin).isNotNull();
        return line;
    }

    private void hasTheSums(Prometheus prometheus) throws Exception {
        String recorded = "sum(tidewatch_thread_recorded_time_seconds_total" + WORKERS + ")";
        double all = seconds(event -> event.getLong("interval"));
        Await.until(
                all + " s of the workers in Prometheus", () -> Math.abs(prometheus.value(recorded) - all) < 0.01 * all);
        double cpu = seconds(event -> event.getLong("userTime") + event.getLong("systemTime"));
        assertThat(prometheus.value("sum(tidewatch_thread_cpu_time_seconds_total" + WORKERS + ")"))
                .isCloseTo(cpu, within(0.01 * cpu));
        double delay = seconds(event -> event.getLong("cpuDelay"));
        assertThat(delay).isPositive();
        assertThat(prometheus.value("sum(tidewatch_thread_cpu_delay_time_seconds_total" + WORKERS + ")"))
                .isCloseTo(delay, within(0.01 * delay));
        double waits = seconds(event -> event.getLong("waitTime"));
        assertThat(prometheus.value("sum(tidewatch_thread_wait_time_seconds_total" + WORKERS + ")"))
                .isCloseTo(waits, within(0.01 * waits));
    }

    private double seconds(ToLongFunction<RecordedEvent> nanos) throws IOException {
        long sum = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
            if (event.getEventType().getName().equals("tidewatch.ThreadDelay")
                    && event.getString("threadName").startsWith("worker-")) {
                sum += nanos.applyAsLong(event);
            }
        }
        return sum / 1e9;
    }
}
