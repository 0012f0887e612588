package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents.DataLoss;
import io.github.tidewatch.agent.cli.report.TestEvents.Overhead;
import io.github.tidewatch.agent.cli.report.TestEvents.ProcessUsage;
import io.github.tidewatch.agent.cli.report.TestEvents.Status;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadEnd;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadUsage;
import io.github.tidewatch.agent.cli.report.TestEvents.WithDiscarded;
import io.github.tidewatch.agent.cli.report.TestEvents.WithoutBlockIo;
import io.github.tidewatch.recording.Chunk;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.text.PrintableText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On recordings of events shaped as the agent's, with numbers that were chosen. */
class ReportTest {
    @TempDir
    Path directory;

    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void namesWhoLostTimeAndToWhat() throws IOException {
        Ran ran = report(() -> {
            delay(null, "reader", 11).spent(50, 50, 0, 900, 0).commit();
            delay(null, "spinner-1", 12).spent(500, 0, 500, 0, 0).commit();
            delay(null, "spinner-1", 12).spent(501, 0, 499, 0, 0).commit();
            delay(null, "spinner-2", 13).spent(400, 0, 600, 0, 0).commit();
            delay(null, "sleeper", 14).spent(0, 1, 2, 0, 997).commit();
        });
        // Both findings may come first: the findings are tested where they are made.
        assertThat(ran.out().lines().limit(2).reduce("", (a, b) -> a + " " + b.trim()))
                .contains("reader lost 90.0 % of its time, 900 ms, waiting for block I/O")
                .contains("spinner-* (2 threads) lost 53.3 % of their time, 1.60 s, waiting for a CPU");
        assertThat(lines(ran))
                .containsSubsequence(
                        "thread tid wall user system cpu delay block i/o waiting",
                        "spinner-1 12 2.00 s 50.1 % 0.0 % 50.0 % 0.0 % 0.0 %",
                        "reader 11 1.00 s 5.0 % 5.0 % 0.0 % 90.0 % 0.0 %",
                        "spinner-2 13 1.00 s 40.0 % 0.0 % 60.0 % 0.0 % 0.0 %",
                        "sleeper 14 1.00 s 0.0 % 0.1 % 0.2 % 0.0 % 99.7 %",
                        "group threads wall user system cpu delay block i/o waiting",
                        "spinner-* 2 3.00 s 46.7 % 0.0 % 53.3 % 0.0 % 0.0 %");
        assertThat(ran.out()).contains("Waiting for Block I/O: reader waited for block I/O for 90 % of its time");
    }

    @Test
    void aThreadWithoutANameStandsInQuotationMarks() throws IOException {
        Ran ran = report(() -> delay(null, "", 11).spent(300, 0, 700, 0, 0).commit());
        assertThat(ran.out()).startsWith("\"\" lost 70.0 % of its time");
        assertThat(lines(ran)).anyMatch(line -> line.startsWith("\"\" 11 "));
        assertThat(ran.out()).containsPattern(" \\(\"\" [0-9.]+ ms\\)");
    }

    @Test
    void whatIsDiscardedStandsAmongTheDataSourcesWithItsMeaning() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            WithDiscarded event = new WithDiscarded();
            event.threadName = "reader";
            event.osThreadId = 11;
            event.interval = event.userTime = TestEvents.nanos(1000);
            event.discardedDelay = TestEvents.nanos(5_079_000);
            event.commit();
        });
        String out = Ran.tidewatch("report", file.toString()).out();
        String[] parts = out.split("Data sources", 2);
        assertThat(parts[0]).doesNotContain("5079 s").doesNotContain("discarded");
        assertThat(parts[1].replaceAll("\\s+", " "))
                .contains("discarded as implausible: 5079 s of delay that the kernel counted beyond the time that had"
                        + " passed; no number here contains it");
    }

    @Test
    void saysThatJfrLostSome() throws IOException {
        Ran ran = report(() -> {
            delay(null, "t", 11).spent(250, 250, 250, 125, 125).commit();
            for (int i = 0; i < 2; i++) {
                DataLoss loss = new DataLoss();
                loss.amount = 2_500_000;
                loss.commit();
            }
        });
        assertThat(text(ran)).contains("unreliable: JFR lost 5000000 bytes of events (jdk.DataLoss)");
    }

    @Test
    void saysThatIntervalsAreLongerThanAskedFor() throws IOException {
        Ran ran = report(() -> {
            delay(null, "t", 11).spent(250, 250, 250, 125, 125).commit();
            for (long stretch : new long[] {1, 4, 3}) {
                Overhead overhead = new Overhead();
                overhead.stretch = stretch;
                overhead.commit();
            }
        });
        assertThat(text(ran)).contains("intervals are longer than the period, up to 4 times");
        Ran none =
                report(() -> delay(null, "t", 11).spent(250, 250, 250, 125, 125).commit());
        assertThat(text(none)).doesNotContain("intervals are longer");
    }

    @Test
    void saysThatTheSamplerItselfWaitedForACpu() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            delay(null, "t", 11).spent(250, 250, 250, 125, 125).commit();
            overhead(2000, 5).commit();
            overhead(1100, 700).commit();
        });
        assertThat(text(Ran.tidewatch("report", file.toString()))
                        .split("Data sources", 2)[1]
                        .replace("\n", " "))
                .contains("the sampler itself waited 3.10 s for a CPU: samples were late")
                .as("the most that were open")
                .contains(
                        "cost of recording this: sampling took 20 ms of CPU time, 700 open files of /proc (2.9 MB of kernel"
                                + " memory)");
        assertThat(json(file).getAsJsonObject("overhead").get("cpuDelay").getAsLong())
                .isEqualTo(3_100_000_000L);
        Ran calm = report(() -> {
            delay(null, "t", 11).spent(250, 250, 250, 125, 125).commit();
            overhead(99, 5).commit();
        });
        assertThat(text(calm)).contains("cost of recording this").doesNotContain("the sampler itself");
    }

    private static Overhead overhead(long cpuDelay, int keptFiles) {
        Overhead overhead = new Overhead();
        overhead.cpuTime = TestEvents.nanos(10);
        overhead.cpuDelay = TestEvents.nanos(cpuDelay);
        overhead.keptFiles = keptFiles;
        return overhead;
    }

    @Test
    void saysAmongTheDataSourcesWhatWasNotSampledAndWhy() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            delay(null, "t", 11).spent(250, 250, 250, 125, 125).commit();
            Status first = new Status();
            first.notSampled = "3 reads of threads' counters failed";
            first.commit();
            Status second = new Status();
            second.notSampled =
                    "the first 1.2 s\n7 reads of threads' counters failed\nTidewatch's own sampling waited 9 s";
            second.commit();
            overhead(9000, 5).commit();
        });
        assertThat(lines(Ran.tidewatch("report", file.toString())))
                .containsSubsequence(
                        "Data sources",
                        "not sampled: the first 1.2 s",
                        "not sampled: 7 reads of threads' counters failed",
                        "not sampled: Tidewatch's own sampling waited 9 s")
                .noneMatch(line -> line.contains("3 reads"))
                .as("what was said already")
                .noneMatch(line -> line.contains("the sampler itself"));
        assertThat(json(file).getAsJsonArray("notSampled")).hasSize(3);
    }

    @Test
    void withoutAnyRecordSaysWhatWasNotSampled() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            Status status = new Status();
            status.notSampled = "all of it";
            status.commit();
        });
        assertThat(Ran.tidewatch("report", file.toString()).err())
                .contains("has no tidewatch.ThreadDelay event")
                .contains("  not sampled: all of it");
    }

    @Test
    void drawsBarsOfTheParts() throws IOException {
        Ran ran =
                report(() -> delay(null, "t", 11).spent(250, 250, 250, 125, 125).commit());
        assertThat(ran.out()).contains("█".repeat(6) + "▓".repeat(6) + "▒".repeat(6) + "░".repeat(3) + "·".repeat(3));
    }

    @Test
    void showsAbsentBlockIoAsUnknown() throws IOException {
        Ran ran = report(() -> {
            WithoutBlockIo event = new WithoutBlockIo();
            event.threadName = "reader";
            event.osThreadId = 11;
            event.interval = TestEvents.nanos(1000);
            event.systemTime = TestEvents.nanos(100);
            event.waitTime = TestEvents.nanos(900);
            event.complete = true;
            event.commit();
        });
        assertThat(text(ran))
                .contains("reader 11 1.00 s 0.0 % 10.0 % 0.0 % ? 90.0 %")
                .contains("block I/O is unknown here.")
                .contains("? under block i/o: unknown, not 0: this host gave no block-I/O delay.");
    }

    @Test
    void showsBlockIoOfIncompleteRecordsAsUnknown() throws IOException {
        Ran ran = report(() -> {
            ThreadDelay early = delay(null, "early", 11).spent(0, 0, 100, 0, 900);
            early.complete = false;
            early.commit();
            delay(null, "late", 12).spent(0, 0, 100, 100, 800).commit();
        });
        assertThat(text(ran))
                .contains("early 11 1.00 s 0.0 % 0.0 % 10.0 % ? 90.0 %")
                .contains("late 12 1.00 s 0.0 % 0.0 % 10.0 % 10.0 % 80.0 %")
                .contains("? under block i/o: unknown, not 0: the thread has records marked incomplete.")
                .doesNotContain("this host");
    }

    @Test
    void showsBlockIoOfSomeIncompleteRecordsAsALeastValue() throws IOException {
        Ran ran = report(() -> {
            ThreadDelay first = delay(null, "reader", 11).spent(0, 0, 100, 0, 900);
            first.complete = false;
            first.commit();
            delay(null, "reader", 11).spent(0, 0, 100, 500, 400).commit();
        });
        assertThat(text(ran))
                .contains("reader lost at least 25.0 % of its time")
                .contains("reader 11 2.00 s 0.0 % 0.0 % 10.0 % >=25.0 % 65.0 %")
                .contains(">= under block i/o: at least");
    }

    @Test
    void separatesThreadsOfTheSameTidAndJoinsARenamedOne() throws Exception {
        Thread first = waiting("first");
        Thread second = waiting("second");
        first.start();
        second.start();
        Ran ran = report(() -> {
            delay(first, "before", 11).spent(0, 0, 1000, 0, 0).commit();
            delay(first, "after", 11).spent(500, 0, 500, 0, 0).commit();
            delay(null, "after", 11).spent(0, 0, 400, 0, 600).commit(); // of the chunk in which it ended
            delay(second, "other", 11).spent(1000, 0, 0, 0, 0).commit();
        });
        end.countDown();
        assertThat(text(ran))
                .contains("after 11 3.00 s 16.7 % 0.0 % 63.3 %")
                .contains("other 11 1.00 s 100.0 % 0.0 % 0.0 %")
                .doesNotContain("before");
    }

    @Test
    void countsALifetimeOnce() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < TestEvents.nanos(10)) {
                Thread.onSpinWait(); // so that all of the brief life is in the recording
            }
            new ThreadEnd().of("brief", 11).spent(2, 0, 3, 0, 1).commit();
            new ThreadEnd().of("old-1", 12).spent(0, 0, 600_000, 0, 0).commit();
            delay(null, "old-1", 12).spent(0, 0, 10, 0, 0).commit();
        });
        JsonObject json = json(file);
        assertThat(json.getAsJsonArray("threads")).hasSize(2);
        JsonObject old = json.getAsJsonArray("threads").get(0).getAsJsonObject();
        assertThat(old.get("name").getAsString()).isEqualTo("old-1");
        assertThat(old.get("cpuDelay").getAsLong())
                .as("what was recorded of it")
                .isEqualTo(10_000_000);
        JsonObject brief = json.getAsJsonArray("threads").get(1).getAsJsonObject();
        assertThat(brief.get("wall").getAsLong()).isEqualTo(6_000_000);
        assertThat(brief.get("cpuDelay").getAsLong()).isEqualTo(3_000_000);
        assertThat(brief.get("ended").getAsBoolean()).isTrue();
        assertThat(lines(Ran.tidewatch("report", file.toString())))
                .containsSubsequence(
                        "2 threads exited; their whole lives",
                        "old-1 1 600.00 s 0.0 % 0.0 % 100.0 % 0.0 % 0.0 %",
                        "brief 1 6.0 ms 33.3 % 0.0 % 50.0 % 0.0 % 16.7 %");
    }

    @Test
    void aGroupOfOneThreadHasThatThreadsName() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            delay(null, "pool-1-thread-7", 1).spent(0, 0, 900, 0, 100).commit();
            delay(null, "worker-1", 2).spent(0, 0, 500, 0, 500).commit();
            delay(null, "worker-2", 3).spent(0, 0, 100, 0, 900).commit();
        });
        assertThat(lines(Ran.tidewatch("report", "--by", "group", file.toString())))
                .containsSubsequence(
                        "pool-1-thread-7 1 1.00 s 0.0 % 0.0 % 90.0 % 0.0 % 10.0 %",
                        "worker-* 2 2.00 s 0.0 % 0.0 % 30.0 % 0.0 % 70.0 %");
        assertThat(json(file).getAsJsonArray("groups").toString())
                .as("the key that groups of several recordings are compared by")
                .contains("\"pattern\":\"pool-1-thread-*\"", "\"pattern\":\"worker-*\"");
    }

    @Test
    void sumsWhatIsBeyondTheRowsAskedFor() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            for (int i = 1; i <= 5; i++) {
                delay(null, "t" + (char) ('a' + i), i)
                        .spent(0, 0, 1000 - 100 * i, 0, 100L * i)
                        .commit();
            }
        });
        assertThat(text(Ran.tidewatch("report", "--top", "2", file.toString())))
                .contains("tb 1 1.00 s 0.0 % 0.0 % 90.0 %", "and 3 more together")
                .contains("and 3 more together 3.00 s 0.0 % 0.0 % 60.0 % 0.0 % 40.0 %")
                .doesNotContain("\ntd ");
        assertThat(Ran.tidewatch("report", "--by", "group", file.toString()).out())
                .contains("Groups, most time lost first")
                .doesNotContain("Threads, most");
    }

    @Test
    void picksThreadsByPatternAndTid() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            delay(null, "worker-1", 11).spent(0, 0, 1000, 0, 0).commit();
            delay(null, "worker-12", 12).spent(0, 0, 1000, 0, 0).commit();
            delay(null, "other (a+b)", 13).spent(0, 0, 1000, 0, 0).commit();
        });
        assertThat(names(file, "--thread", "worker-*")).containsExactly("worker-1", "worker-12");
        assertThat(names(file, "--thread", "worker-?")).containsExactly("worker-1");
        assertThat(names(file, "--thread", "*(a+b)", "--thread", "12")).containsExactly("other (a+b)", "worker-12");
        Ran none = Ran.tidewatch("report", file.toString(), "--thread", "worker");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("has a record that was asked for", "* stands for any text");
    }

    @Test
    void addsWhatThreadsAndTheProcessUsed() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            delay(null, "reader", 11).spent(0, 0, 0, 1000, 0).commit();
            for (int i = 0; i < 2; i++) {
                ThreadUsage usage = new ThreadUsage();
                usage.threadName = "reader";
                usage.osThreadId = 11;
                usage.majorFaults = 3;
                usage.storageReadBytes = 4096;
                usage.commit();
                ProcessUsage process = new ProcessUsage();
                process.userTime = TestEvents.nanos(1500);
                process.systemTime = TestEvents.nanos(250);
                process.unattributedCpuTime = TestEvents.nanos(10);
                process.commit();
            }
        });
        JsonObject reader = json(file).getAsJsonArray("threads").get(0).getAsJsonObject();
        assertThat(reader.get("majorFaults").getAsLong()).isEqualTo(6);
        assertThat(reader.get("storageReadBytes").getAsLong()).isEqualTo(8192);
        assertThat(reader.has("minorFaults"))
                .as("the recording does not have them")
                .isFalse();
        assertThat(Ran.tidewatch("report", file.toString()).out())
                .contains(
                        "CPU time of the process: 3.00 s user, 500 ms system; 20 ms of it in threads that are not recorded");
    }

    @Test
    void namesTheWorstIntervalsAndTheirThreads() throws IOException {
        List<Instant> times = new ArrayList<>();
        Path file = TestEvents.record(directory, () -> {
            ThreadDelay reader = delay(null, "reader", 11).spent(0, 0, 0, 100, 0);
            times.add(Instant.now());
            reader.begin();
            spin(100);
            reader.commit();
            times.add(Instant.now());
            spin(400);
            ThreadDelay late = delay(null, "late", 12).spent(0, 0, 30, 0, 70);
            late.begin();
            spin(100);
            late.commit();
        });
        JsonObject worst = json(file).getAsJsonArray("worstIntervals").get(0).getAsJsonObject();
        Instant begin = Instant.parse(worst.get("begin").getAsString());
        // JFR's clock and the other may be apart by a little.
        assertThat(begin).isBefore(times.get(1).plusMillis(20));
        assertThat(begin.plusNanos(worst.get("interval").getAsLong()))
                .isAfter(times.get(0).minusMillis(20))
                .isBefore(times.get(1).plusMillis(300));
        assertThat(worst.get("cpuDelay").getAsLong()).isZero();
        long lost = worst.get("blockIoDelay").getAsLong();
        assertThat(lost).isBetween(1L, TestEvents.nanos(100));
        assertThat(worst.getAsJsonArray("threads")).hasSize(1);
        JsonObject thread = worst.getAsJsonArray("threads").get(0).getAsJsonObject();
        assertThat(thread.get("name").getAsString()).isEqualTo("reader");
        assertThat(thread.get("lost").getAsLong()).isEqualTo(lost);

        List<String> lines = lines(Ran.tidewatch("report", file.toString()));
        String seconds = Durations.text(lost);
        assertThat(lines.get(lines.indexOf("When most time was lost") + 1))
                .startsWith(DateTimeFormatter.ofPattern("HH:mm:ss").format(begin.atZone(ZoneId.systemDefault())))
                .endsWith(": " + seconds + " waiting for block I/O (reader " + seconds + ")");
    }

    @Test
    void namesMissingDataWithCauseAndRemedy() throws IOException {
        Ran ran = report(() -> {
            delay(null, "t", 11).spent(0, 0, 1000, 0, 0).commit();
            status(false, "blockIoDelay: it was off; remedy: sysctl -w kernel.task_delayacct=1")
                    .commit();
            status(true, "blockIoDelay: it was off; remedy: sysctl -w kernel.task_delayacct=1\nirqDelay: x")
                    .commit();
        });
        assertThat(ran.out())
                .containsSubsequence(
                        "  source: taskstats",
                        "  taskstats version: 16",
                        "  delay accounting: off, then on",
                        "  thread mapping: hotspot",
                        "  missing: blockIoDelay: it was off; remedy: sysctl -w kernel.task_delayacct=1",
                        "  missing: irqDelay: x");
    }

    @Test
    void nothingThatOthersNamedSteersTheTerminal() throws IOException {
        String hostile = "two\nlines\u001b[31m\u009b2J\u202e\u2028\u200b\ud83d";
        Path file = TestEvents.record(directory, () -> {
            delay(null, hostile, 12).spent(0, 0, 1000, 0, 0).commit();
            delay(null, "http-nio-8080-exec-request-handler-17", 11)
                    .spent(0, 0, 900, 0, 100)
                    .commit();
            Status status = status(true, "blockIoDelay: " + hostile);
            status.incompleteThreads = hostile;
            status.unreliable = hostile;
            status.source = hostile;
            status.commit();
        });
        Ran text = Ran.tidewatch("report", file.toString());
        Ran json = Ran.tidewatch("report", "--json", file.toString());
        Ran html = Ran.tidewatch(
                "report",
                file.toString(),
                "--html",
                directory.resolve("out.html").toString());
        assertThat(text.out())
                .contains("two lines?[31m?2J? ??")
                .contains("incomplete: lines?[31m")
                .contains("unreliable: lines?[31m")
                .contains("http-nio-..handler-17");
        for (Ran ran : List.of(text, json, html)) {
            assertThat(ran.code()).isZero();
            assertThat(ran.out().replace("\n", ""))
                    .isEqualTo(PrintableText.of(ran.out().replace("\n", "")));
        }
        assertThat(Files.readString(directory.resolve("out.html")))
                .doesNotContain("\u001b", "\u202e", "\u2028")
                .endsWith("</html>\n");
    }

    @Test
    void saysWhyThereMayBeNoRecords() throws IOException {
        Path file = TestEvents.record(
                directory, () -> status(true, "everything: no kernel").commit());
        Ran ran = Ran.tidewatch("report", file.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains(
                        file + " has no tidewatch.ThreadDelay event. One of these may be why:",
                        "  - missing: everything: no kernel")
                .as("its Status says that the agent was there")
                .doesNotContain("without the agent");
    }

    @Test
    void whatTheRecordingSaysIsNamedBeforeThatItIsCutOff() throws IOException {
        Path whole = TestEvents.record(directory, () -> {
            Status status = status(true, "everything: no kernel");
            status.notSampled = "all of it";
            status.commit();
        });
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(directory.resolve("cut.jfr"), bytes);
        try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
            file.seek(Chunk.STATE_AT);
            file.write(1); // as its JVM leaves it that did not finish it
        }
        List<String> causes =
                Ran.tidewatch("report", cut.toString()).err().lines().skip(1).collect(Collectors.toList());
        assertThat(causes).first().asString().isEqualTo("  - not sampled: all of it");
        assertThat(causes).last().asString().contains("was not finished by its JVM");
    }

    @Test
    void aTimeWithoutLengthIsAnErrorThatSaysWhatIsRecorded() throws IOException {
        Path file = TestEvents.record(
                directory, () -> delay(null, "t", 11).spent(0, 0, 1000, 0, 0).commit());
        Ran none = Ran.tidewatch("report", "--to", "+0s", file.toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--to +0s is not after the recording's begin, 20");
        Ran equal = Ran.tidewatch("report", "--from", "+5s", "--to", "+5s", file.toString());
        assertThat(equal.code()).isEqualTo(2);
        assertThat(equal.err()).contains("--from has to be before --to");
        Ran later = Ran.tidewatch("report", "--from", "+9h", file.toString());
        assertThat(later.code()).isEqualTo(1);
        assertThat(later.err()).contains("has a record in this time; the recording is from 20");
    }

    @Test
    void costIsThatOfSamplingAndThatOfAllThreadsOfTheAgent() throws IOException {
        Ran ran = report(() -> {
            delay(null, "t", 11).spent(250, 250, 250, 125, 125).commit();
            delay(null, "Tidewatch", 12).spent(300, 131, 0, 0, 569).commit();
            overhead(0, 5).commit();
        });
        assertThat(text(ran).replace("\n", " "))
                .contains(
                        "sampling took 10 ms of CPU time, Tidewatch's threads 431 ms in all with the agent's start, 5");
    }

    @Test
    void htmlGoesToStdoutAloneWhereThatIsAskedFor() throws IOException {
        Path file = TestEvents.record(
                directory, () -> delay(null, "t", 11).spent(0, 0, 1000, 0, 0).commit());
        for (String stdout : new String[] {"-", "/dev/stdout"}) {
            Ran ran = Ran.tidewatch("report", "--html", stdout, file.toString());
            assertThat(ran.code()).as("%s", ran).isZero();
            assertThat(ran.out()).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        }
        assertThat(Ran.tidewatch("report", "--html", "-", "--json", file.toString())
                        .code())
                .isEqualTo(2);
        assertThat(Path.of("-")).doesNotExist();
    }

    @Test
    void anErrorIsInWordsNotTheNameOfAClass() throws IOException {
        Path file = TestEvents.record(
                directory, () -> delay(null, "t", 11).spent(0, 0, 1000, 0, 0).commit());
        Path html = directory.resolve("nowhere").resolve("out.html");
        Ran ran = Ran.tidewatch("report", "--html", html.toString(), file.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains(html + " cannot be written: no such file or directory")
                .doesNotContain("java.");
    }

    @Test
    void aThreadOfTheApplicationIsNoneOfTheJvmsWhateverItsName() throws Exception {
        Thread named = waiting("C2 CompilerThread0");
        named.start();
        Path file = TestEvents.record(directory, () -> {
            delay(named, "C2 CompilerThread0", 11).spent(0, 0, 1000, 0, 0).commit();
            delay(null, "C2 CompilerThre", 12).spent(0, 0, 500, 0, 500).commit();
        });
        end.countDown();
        assertThat(json(file).getAsJsonArray("groups").toString())
                .contains("\"pattern\":\"C2 CompilerThread* (application)\",\"threads\":1")
                .contains("\"pattern\":\"C2 CompilerThread*\",\"threads\":1");
    }

    @Test
    void namesWhatIsNoRecording() throws IOException {
        Path text = Files.writeString(directory.resolve("text.jfr"), "no recording, but long enough to be none");
        Path empty = Files.createFile(directory.resolve("empty.jfr"));
        assertThat(failure(text)).contains(text + " is no Flight Recorder recording");
        assertThat(failure(empty)).contains(empty + " is empty");
        assertThat(failure(directory)).contains(directory + " is a directory");
        assertThat(failure(Path.of("nowhere.jfr"))).contains("nowhere.jfr does not exist.");
        Ran wrong = Ran.tidewatch("report", "--from", "yesterday", text.toString());
        assertThat(wrong.code()).isEqualTo(1);
    }

    private static String failure(Path file) {
        Ran ran = Ran.tidewatch("report", file.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        return ran.err();
    }

    private Ran report(Runnable committing) throws IOException {
        Ran ran =
                Ran.tidewatch("report", TestEvents.record(directory, committing).toString());
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(ran.err()).isEmpty();
        return ran;
    }

    private static JsonObject json(Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of("report", "--json", file.toString()));
        arguments.addAll(List.of(options));
        Ran ran = Ran.tidewatch(arguments.toArray(new String[0]));
        assertThat(ran.code()).as("%s", ran).isZero();
        return JsonParser.parseString(ran.out()).getAsJsonObject();
    }

    private static List<String> names(Path file, String... options) {
        List<String> names = new ArrayList<>();
        json(file, options)
                .getAsJsonArray("threads")
                .forEach(
                        thread -> names.add(thread.getAsJsonObject().get("name").getAsString()));
        return names;
    }

    /** Without bars and alignment. */
    private static List<String> lines(Ran ran) {
        List<String> lines = new ArrayList<>();
        ran.out()
                .lines()
                .forEach(line -> lines.add(
                        line.replaceAll("[█▓▒░·]+$", "").replaceAll(" +", " ").trim()));
        return lines;
    }

    private static String text(Ran ran) {
        return String.join("\n", lines(ran));
    }

    private static ThreadDelay delay(Thread thread, String name, long tid) {
        return new ThreadDelay().of(thread, name, tid);
    }

    private static Status status(boolean delayAccounting, String missing) {
        Status status = new Status();
        status.source = "taskstats";
        status.taskstatsVersion = 16;
        status.delayAccounting = delayAccounting;
        status.threadMapping = "hotspot";
        status.missing = missing;
        return status;
    }

    private static void spin(long millis) {
        long stop = System.nanoTime() + TestEvents.nanos(millis);
        while (System.nanoTime() - stop < 0) {
            Thread.onSpinWait();
        }
    }

    /** JFR knows only threads that have started and not ended; these wait meanwhile. */
    private Thread waiting(String name) {
        return new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
    }

    @Test
    void aRecordingWithoutStatusSaysThatTheJvmRanWithoutTheAgent() throws IOException {
        Ran ran = Ran.tidewatch("report", TestEvents.record(directory, () -> {}).toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("  - the JVM ran without the agent: start it with -javaagent:tidewatch.jar");
    }

    @Test
    void whatTheJdkSaysOfTheCpusAtTheBeginOfAChunkCountsForAllOfIt() throws IOException {
        Path file = directory.resolve("cpus.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.CPUInformation");
            recording.start();
            delay(null, "main", 11).spent(3_000, 0, 7_000, 0, 0).commit();
            recording.stop();
            recording.dump(file);
        }
        Ran ran = Ran.tidewatch("report", "--from", "+2s", file.toString());
        assertThat(ran.out()).containsPattern("host: [0-9]+ CPU");
    }
}
