package io.github.tidewatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.examples.TestEvents.ShortStatus;
import io.github.tidewatch.examples.TestEvents.Status;
import io.github.tidewatch.examples.TestEvents.ThreadDelay;
import io.github.tidewatch.examples.TestEvents.WithoutBlockIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTableTest {
    private static final String TITLE =
            "Where each thread's time went, in percent of its recorded time (wall). Most CPU delay first.";
    private static final String COLUMNS =
            "thread                                tid       wall       user     system  cpu delay  block i/o    waiting";
    private static final String NO_STATUS =
            "The recording has no tidewatch.Status event: it does not say what is missing in it.";

    @TempDir
    Path directory;

    private final Console console = new Console();
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void printsOneLinePerThreadWithMostCpuDelayFirst() throws IOException {
        List<String> lines = table(() -> {
            delay(null, "reader", 11).spent(50, 50, 0, 900, 0).commit();
            delay(null, "spinner", 12).spent(500, 0, 500, 0, 0).commit();
            delay(null, "spinner", 12).spent(501, 0, 499, 0, 0).commit();
            delay(null, "sleeper", 13).spent(0, 1, 2, 0, 997).commit();
        });
        assertThat(lines)
                .containsExactly(
                        TITLE,
                        "",
                        COLUMNS,
                        "spinner                                12     2.00 s     50.1 %      0.0 %     50.0 %      0.0 %      0.0 %",
                        "sleeper                                13     1.00 s      0.0 %      0.1 %      0.2 %      0.0 %     99.7 %",
                        "reader                                 11     1.00 s      5.0 %      5.0 %      0.0 %     90.0 %      0.0 %",
                        "",
                        NO_STATUS);
    }

    @Test
    void showsAbsentBlockIoAsUnknown() throws IOException {
        List<String> lines = table(() -> {
            WithoutBlockIo event = new WithoutBlockIo();
            event.threadName = "reader";
            event.osThreadId = 11;
            event.interval = TestEvents.nanos(1000);
            event.systemTime = TestEvents.nanos(100);
            event.waitTime = TestEvents.nanos(900);
            event.complete = true;
            event.commit();
        });
        assertThat(lines)
                .contains(
                        "reader                                 11     1.00 s      0.0 %     10.0 %      0.0 %          ?     90.0 %",
                        "? under block i/o: unknown, not 0: this host gave no block-I/O delay."
                                + " What there was of it is contained in waiting.");
    }

    @Test
    void showsBlockIoOfAThreadWithIncompleteRecordsOnlyAsUnknown() throws IOException {
        List<String> lines = table(() -> {
            ThreadDelay first = delay(null, "early", 11).spent(0, 0, 100, 100, 800);
            first.complete = false;
            first.commit();
            delay(null, "late", 12).spent(0, 0, 100, 100, 800).commit();
        });
        assertThat(lines)
                .containsSubsequence(
                        "early                                  11     1.00 s      0.0 %      0.0 %     10.0 %          ?     80.0 %",
                        "late                                   12     1.00 s      0.0 %      0.0 %     10.0 %     10.0 %     80.0 %",
                        "? under block i/o: unknown, not 0: the thread has records marked incomplete."
                                + " What they lack is contained in waiting.")
                .noneMatch(line -> line.contains("this host"));
    }

    @Test
    void showsBlockIoOfAThreadWithSomeIncompleteRecordsAsALeastValue() throws IOException {
        List<String> lines = table(() -> {
            ThreadDelay first = delay(null, "reader", 11).spent(0, 0, 100, 0, 900);
            first.complete = false;
            first.commit();
            delay(null, "reader", 11).spent(0, 0, 100, 500, 400).commit();
        });
        assertThat(lines)
                .containsSubsequence(
                        "reader                                 11     2.00 s      0.0 %      0.0 %     10.0 %   >=25.0 %     65.0 %",
                        ">= under block i/o: at least, since the thread has some records marked incomplete."
                                + " What they lack is contained in waiting.")
                .noneMatch(line -> line.startsWith("?"));
    }

    @Test
    void tellsThreadsApartThatHadTheSameTid() throws IOException {
        Thread first = waiting("worker");
        Thread second = waiting("worker");
        List<String> lines = whileAlive(List.of(first, second), () -> {
            delay(first, "worker", 11).spent(0, 0, 1000, 0, 0).commit();
            delay(second, "worker", 11).spent(1000, 0, 0, 0, 0).commit();
            delay(null, "other", 11).spent(0, 0, 500, 0, 500).commit();
        });
        assertThat(lines)
                .containsSubsequence(
                        "worker                                 11     1.00 s      0.0 %      0.0 %    100.0 %      0.0 %      0.0 %",
                        "other                                  11     1.00 s      0.0 %      0.0 %     50.0 %      0.0 %     50.0 %",
                        "worker                                 11     1.00 s    100.0 %      0.0 %      0.0 %      0.0 %      0.0 %");
    }

    @Test
    void takesARenamedThreadForOne() throws IOException {
        Thread thread = waiting("before");
        List<String> lines = whileAlive(List.of(thread), () -> {
            delay(thread, "before", 11).spent(0, 0, 1000, 0, 0).commit();
            delay(thread, "after", 11).spent(1000, 0, 0, 0, 0).commit();
        });
        assertThat(lines)
                .contains(
                        "after                                  11     2.00 s     50.0 %      0.0 %     50.0 %      0.0 %      0.0 %")
                .noneMatch(line -> line.startsWith("before"));
    }

    @Test
    void addsTheLastRecordsOfAThreadThatEnded() throws IOException {
        Thread thread = waiting("worker");
        List<String> lines = whileAlive(List.of(thread), () -> {
            delay(thread, "worker", 11).spent(0, 0, 1000, 0, 0).commit();
            delay(null, "worker", 11).spent(1000, 0, 0, 0, 0).commit();
        });
        assertThat(lines)
                .contains(
                        "worker                                 11     2.00 s     50.0 %      0.0 %     50.0 %      0.0 %      0.0 %");
    }

    @Test
    void boundsNamesAndPrintsNoControlCharacters() throws IOException {
        List<String> lines = table(() -> {
            delay(null, "http-nio-8080-exec-request-handler-17", 11)
                    .spent(0, 0, 1000, 0, 0)
                    .commit();
            delay(null, "two\nlines", 12).spent(1000, 0, 0, 0, 0).commit();
        });
        assertThat(lines)
                .contains(
                        "http-nio-8080-exec-request-ha...       11     1.00 s      0.0 %      0.0 %    100.0 %      0.0 %      0.0 %",
                        "two lines                              12     1.00 s    100.0 %      0.0 %      0.0 %      0.0 %      0.0 %");
    }

    @Test
    void leavesOutThreadsWithoutRecordedTime() throws IOException {
        List<String> lines =
                table(() -> delay(null, "nothing", 11).spent(0, 0, 0, 0, 0).commit());
        assertThat(lines).containsExactly(TITLE, "", COLUMNS, "", NO_STATUS);
    }

    @Test
    void sumsWhatIsBeyondThirtyThreads() throws IOException {
        Path file = TestEvents.record(directory, () -> {
            for (int i = 1; i <= 33; i++) {
                delay(null, "t" + i, i).spent(0, 0, 1000 - i, 0, i).commit();
            }
        });
        assertThat(RecordingTable.run(new String[] {file.toString()}, console.out, console.err))
                .isZero();
        assertThat(console.outLines())
                .contains(
                        "t30                                    30     1.00 s      0.0 %      0.0 %     97.0 %      0.0 %      3.0 %",
                        "and 3 more threads together                   3.00 s      0.0 %      0.0 %     96.8 %      0.0 %      3.2 %")
                .noneMatch(line -> line.startsWith("t31"));

        Console all = new Console();
        assertThat(RecordingTable.run(new String[] {"--all", file.toString()}, all.out, all.err))
                .isZero();
        assertThat(all.outLines())
                .contains(
                        "t32                                    32     1.00 s      0.0 %      0.0 %     96.8 %      0.0 %      3.2 %")
                .noneMatch(line -> line.contains("more thread"));
    }

    @Test
    void saysWhatStatusSays() throws IOException {
        List<String> lines = table(() -> {
            delay(null, "t", 11).spent(0, 0, 1000, 0, 0).commit();
            status(false, "blockIoDelay: delay accounting was off; sudo sysctl -w kernel.task_delayacct=1")
                    .commit();
            status(true, "blockIoDelay: delay accounting was off; sudo sysctl -w kernel.task_delayacct=1\nirq: x; y")
                    .commit();
        });
        assertThat(lines)
                .endsWith(
                        "source: taskstats",
                        "taskstats version: 16",
                        "delay accounting: off, then on",
                        "thread mapping: hotspot",
                        "missing:",
                        "  blockIoDelay: delay accounting was off; sudo sysctl -w kernel.task_delayacct=1",
                        "  irq: x; y");
    }

    @Test
    void printsOnlyTheStatusFieldsThatExist() throws IOException {
        List<String> lines = table(() -> {
            delay(null, "t", 11).spent(0, 0, 1000, 0, 0).commit();
            ShortStatus status = new ShortStatus();
            status.source = "procfs";
            status.commit();
        });
        assertThat(lines).endsWith("", "source: procfs");
    }

    @Test
    void saysThatNothingIsMissing() throws IOException {
        List<String> lines = table(() -> {
            delay(null, "t", 11).spent(0, 0, 1000, 0, 0).commit();
            status(true, "").commit();
        });
        assertThat(lines).endsWith("missing: nothing");
    }

    @Test
    void saysWhyThereMayBeNoRecords() throws IOException {
        Path file = TestEvents.record(
                directory, () -> status(true, "everything: no kernel; none").commit());
        assertThat(RecordingTable.run(new String[] {file.toString()}, console.out, console.err))
                .isEqualTo(1);
        assertThat(console.outText()).isEmpty();
        assertThat(console.errLines())
                .contains(
                        file + " has no tidewatch.ThreadDelay event. One of these may be why:",
                        "  - the JVM ran without the agent: start it with -javaagent:tidewatch.jar",
                        "  everything: no kernel; none");
    }

    @Test
    void refusesWhatIsNoRecording() throws IOException {
        Path text = Files.writeString(directory.resolve("text.jfr"), "no recording");
        assertThat(RecordingTable.run(new String[] {text.toString()}, console.out, console.err))
                .isEqualTo(1);
        assertThat(console.errText()).startsWith(text + " cannot be read: ");

        Console second = new Console();
        assertThat(RecordingTable.run(new String[] {"nowhere.jfr"}, second.out, second.err))
                .isEqualTo(1);
        assertThat(second.errLines()).containsExactly("nowhere.jfr does not exist.");
    }

    @Test
    void explainsItsUsage() {
        assertThat(RecordingTable.run(new String[0], console.out, console.err)).isEqualTo(2);
        assertThat(console.errLines()).containsExactly("Usage: RecordingTable [--all] FILE.jfr");
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

    private List<String> table(Runnable committing) throws IOException {
        Path file = TestEvents.record(directory, committing);
        assertThat(RecordingTable.run(new String[] {file.toString()}, console.out, console.err))
                .isZero();
        assertThat(console.errText()).isEmpty();
        return console.outLines();
    }

    /** JFR knows only threads that have started and not ended; these wait meanwhile. */
    private List<String> whileAlive(List<Thread> threads, Runnable committing) throws IOException {
        threads.forEach(Thread::start);
        try {
            return table(committing);
        } finally {
            end.countDown();
        }
    }

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
}
