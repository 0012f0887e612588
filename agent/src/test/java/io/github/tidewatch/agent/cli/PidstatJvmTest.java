package io.github.tidewatch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresCpus;
import io.github.tidewatch.testing.RequiresProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code top} and {@code report} beside pidstat(1) of sysstat: the same JVM at the same time. */
@Tag("measures")
class PidstatJvmTest {
    private static final int SECONDS = 4;

    /** In percent of the wall-clock time, and in percent of the number of switches. */
    private static final double POINTS = 3;

    @TempDir
    Path directory;

    /** Three threads that compute and one that does so for half of its time, on one CPU. */
    public static final class OneCpu {
        public static void main(String[] args) throws InterruptedException {
            // The agent begins with the CPU for itself: else its first look, dear beside spinners, stretches intervals
            // to seconds,
            // and of a record that lies across the begin of the comparison it is not known when within it the thread
            // slept.
            Thread.sleep(1500);
            for (int i = 0; i < 3; i++) {
                start("spinner-" + i, Long.MAX_VALUE);
            }
            start("half-busy", 5_000_000);
            Thread.sleep(1500);
            System.out.println("ready");
            Thread.sleep(60_000);
        }

        private static void start(String name, long busy) {
            Thread thread = new Thread(
                    () -> {
                        while (true) {
                            long end = System.nanoTime() + busy;
                            while (busy == Long.MAX_VALUE || System.nanoTime() < end) {
                                Thread.onSpinWait();
                            }
                            try {
                                Thread.sleep(5);
                            } catch (InterruptedException e) {
                                return;
                            }
                        }
                    },
                    name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Tag("exhaustive")
    @Test
    @RequiresProgram({"pidstat", "taskset"})
    @RequiresCpus(1)
    void topAndReportSayWhatPidstatSays() throws Exception {
        Path recording = directory.resolve("r.jfr");
        TestJvm app = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .launcher("taskset", "1")
                .agent("interval=100ms,record=" + recording)
                .main(OneCpu.class);
        Map<Integer, Seen> pidstat;
        Map<Integer, Seen> top;
        Instant begin;
        Instant end;
        try (RunningJvm jvm = app.start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(30));
            Path out = directory.resolve("top");
            Process running = Tidewatch.here()
                    .start(out, directory.resolve("err"), "top", "" + jvm.pid(), "--json", "--interval", "100ms");
            for (int i = 0; i < 400 && Files.size(out) == 0; i++) {
                Thread.sleep(25);
            }
            pidstat = pidstat(jvm.pid());
            end = Instant.now();
            // Not from when it was started: on a busy machine it may take long until it reads for the first time.
            // Having
            // read for the second it prints and ends.
            begin = end.minusSeconds(SECONDS);
            running.destroy();
            assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
            top = top(Files.readString(out), begin, end);
            new ProcessBuilder("kill", "" + jvm.pid()).start().waitFor();
            jvm.await(Duration.ofSeconds(20));
        }
        Tidewatch.Result report =
                Tidewatch.here().run("report", recording.toString(), "--json", "--from", "" + begin, "--to", "" + end);
        assertThat(report.code).as(report.toString()).isZero();
        Map<Integer, Seen> reported = report(report.out);
        assertThat(reported).as("the application's threads").hasSize(4);
        pidstat.forEach((tid, seen) -> {
            if (seen.wait > 1) {
                confirm("top", tid, top.get(tid), seen);
            }
        });
        reported.forEach((tid, seen) -> confirm("report", tid, seen, pidstat.get(tid)));
    }

    private static void confirm(String who, int tid, Seen reported, Seen pidstat) {
        System.out.printf("pidstat, tid %d: %s; %s: %s%n", tid, pidstat, who, reported);
        String as = who + " of " + tid + ": " + reported + ", pidstat: " + pidstat;
        assertThat(reported).as(as).isNotNull();
        assertThat(Math.abs(reported.cpu - pidstat.cpu)).as("CPU by %s", as).isLessThan(POINTS);
        assertThat(Math.abs(reported.wait - pidstat.wait))
                .as("%%wait by %s", as)
                .isLessThan(POINTS);
        if (pidstat.cpu < 5) {
            return; // the JVM's own, which switch now and then: a tenth of a second decides whether one counts
        }
        // Two more or less at each end of the time.
        double tolerance = pidstat.switches() * POINTS / 100 + 4.0 / SECONDS;
        assertThat(Math.abs(reported.switches() - pidstat.switches()))
                .as("switches/s by %s", as)
                .isLessThan(tolerance);
    }

    private static Map<Integer, Seen> pidstat(long pid) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("pidstat", "-t", "-u", "-d", "-w", "-h", "-p", "" + pid, "" + SECONDS, "1");
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("S_TIME_FORMAT", "ISO"); // one column, whatever the locale
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        List<String> columns = null;
        Map<Integer, Seen> seen = new HashMap<>();
        for (String line : out.split("\n", -1)) {
            if (line.startsWith("#")) {
                columns = List.of(line.substring(1).strip().split("\\s+", -1));
            } else if (columns != null && !line.isBlank()) {
                String[] cells = line.strip().split("\\s+", -1);
                String tid = cells[columns.indexOf("TID")];
                if (!tid.equals("-")) {
                    Seen one = new Seen();
                    one.cpu = number(cells, columns, "%usr") + number(cells, columns, "%system");
                    one.wait = number(cells, columns, "%wait");
                    one.voluntary = number(cells, columns, "cswch/s");
                    one.involuntary = number(cells, columns, "nvcswch/s");
                    seen.put(Integer.parseInt(tid), one);
                }
            }
        }
        return seen;
    }

    private static double number(String[] cells, List<String> columns, String name) {
        return Double.parseDouble(cells[columns.indexOf(name)]);
    }

    /** The means of the intervals that lie within that time, to a tenth of a second. */
    private static Map<Integer, Seen> top(String lines, Instant begin, Instant end) {
        Map<Integer, Seen> sums = new HashMap<>();
        double whole = 0;
        for (String line : lines.split("\n", -1)) {
            if (!line.endsWith("}")) {
                continue; // cut off
            }
            JsonObject snapshot = JsonParser.parseString(line).getAsJsonObject();
            Instant until = Instant.parse(snapshot.get("time").getAsString());
            long length = snapshot.get("intervalNanos").getAsLong();
            Instant middle = until.minusNanos(length / 2);
            if (middle.isBefore(begin) || middle.isAfter(end)) {
                continue;
            }
            whole += length;
            for (JsonElement element : snapshot.getAsJsonArray("threads")) {
                JsonObject thread = element.getAsJsonObject();
                if (!thread.get("user").isJsonNull()) {
                    Seen sum = sums.computeIfAbsent(thread.get("tid").getAsInt(), tid -> new Seen());
                    sum.add(thread, length);
                }
            }
        }
        double all = whole;
        sums.values().forEach(sum -> sum.divide(all));
        return sums;
    }

    /**
     * Of the application's threads, which do the same all the time. A compiler's works now and then: its record that lies across
     * the begin or the end counts in proportion, whenever within it the thread worked.
     */
    private static Map<Integer, Seen> report(String json) {
        Map<Integer, Seen> seen = new HashMap<>();
        for (JsonElement element :
                JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("threads")) {
            JsonObject thread = element.getAsJsonObject();
            if (!thread.get("name").getAsString().matches("spinner-\\d|half-busy")) {
                continue;
            }
            Seen one = new Seen();
            double wall = thread.get("wall").getAsDouble();
            one.cpu = 100
                    * (thread.get("userTime").getAsDouble()
                            + thread.get("systemTime").getAsDouble())
                    / wall;
            one.wait = 100 * number(thread, "cpuDelay") / wall;
            one.voluntary = number(thread, "voluntarySwitches") * 1e9 / wall;
            one.involuntary = number(thread, "involuntarySwitches") * 1e9 / wall;
            seen.put(thread.get("osThreadId").getAsInt(), one);
        }
        return seen;
    }

    /** NaN, which is near nothing, where it is not known. */
    private static double number(JsonObject thread, String name) {
        return thread.has(name) ? thread.get(name).getAsDouble() : Double.NaN;
    }

    /** What was seen of a thread: percent of the time, and switches per second. */
    private static final class Seen {
        private double cpu;
        private double wait;
        private double voluntary;
        private double involuntary;

        double switches() {
            return voluntary + involuntary;
        }

        void add(JsonObject thread, double weight) {
            cpu += (thread.get("user").getAsDouble() + thread.get("system").getAsDouble()) * weight;
            wait += thread.get("cpuDelay").getAsDouble() * weight;
            voluntary += thread.get("voluntarySwitches").getAsDouble() * weight;
            involuntary += thread.get("involuntarySwitches").getAsDouble() * weight;
        }

        void divide(double weight) {
            cpu /= weight;
            wait /= weight;
            voluntary /= weight;
            involuntary /= weight;
        }

        @Override
        public String toString() {
            return String.format(
                    java.util.Locale.ROOT,
                    "CPU %.1f %%, wait %.1f %%, %.1f + %.1f switches/s",
                    cpu,
                    wait,
                    voluntary,
                    involuntary);
        }
    }
}
