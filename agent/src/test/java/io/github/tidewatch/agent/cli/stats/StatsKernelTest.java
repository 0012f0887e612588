package io.github.tidewatch.agent.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.testing.RequiresExitListener;
import io.github.tidewatch.testing.RequiresTaskstats;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@RequiresTaskstats
class StatsKernelTest {
    private static final long PID = ProcessHandle.current().pid();

    @Test
    void jsonHasWhatSchedstatSays() throws IOException {
        int tid = HostSystemCalls.get().gettid();
        long[] before = schedstat(tid);
        JsonObject task = only(Ran.tidewatch("stats", "--json", "" + tid));
        long[] after = schedstat(tid);

        assertThat(task.get("outcome").getAsString()).isEqualTo("ok");
        assertThat(task.get("ac_pid").getAsInt()).isEqualTo(tid);
        assertThat(task.get("cpu_run_virtual_total").getAsLong()).isBetween(before[0], after[0]);
        assertThat(task.get("cpu_delay_total").getAsLong()).isBetween(before[1], after[1]);
        assertThat(task.get("cpu_count").getAsLong()).isBetween(before[2], after[2]);
    }

    @Test
    void aDeadTidIsARowAmongTheOthers() throws Exception {
        int dead = deadTid();
        Ran ran = Ran.tidewatch("stats", "" + dead, "" + PID);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().lines().skip(1)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(ran.out())
                .containsPattern("TID: " + dead + " +gone\n")
                .containsPattern("TID: " + PID + " \\S+ +\\d");
        JsonObject gone = only(Ran.tidewatch("stats", "--json", "" + dead));
        assertThat(gone.get("outcome").getAsString()).isEqualTo("gone");
        assertThat(gone.has("cpu_count")).isFalse();
    }

    @Test
    void allThreadsOfAProcessAreShownAndOnlyThose() {
        Ran ran = Ran.tidewatch("stats", "--json", "--pid", "" + PID);

        JsonArray tasks = JsonParser.parseString(ran.out()).getAsJsonArray();
        assertThat(tasks).hasSizeGreaterThan(5).allSatisfy(task -> assertThat(
                        task.getAsJsonObject().has("ac_tgid")
                                ? task.getAsJsonObject().get("ac_tgid").getAsLong()
                                : PID)
                .isEqualTo(PID));
        assertThat(tasks).anyMatch(task -> task.getAsJsonObject().get("id").getAsLong() == PID);
    }

    @Test
    void aProcessIsTheSumOfItsThreads() throws IOException {
        JsonObject before = only(Ran.tidewatch("stats", "--json", "--tgid", "" + PID));
        long threads = 0;
        for (String tid : new java.io.File("/proc/self/task").list()) {
            threads += schedstat(Integer.parseInt(tid))[0];
        }
        // The group's number also has the threads that have ended; the threads' were read later.
        assertThat(before.get("scope").getAsString()).isEqualTo("group");
        assertThat(before.get("cpu_run_virtual_total").getAsLong()).isGreaterThan(threads / 2);
        assertThat(before.has("ac_minflt")).isFalse();
    }

    @Test
    void kernelThreadsAreNotAskedAbout() {
        Skip.unless(Files.exists(Path.of("/proc/2/stat")), "no kernel threads visible here");
        Ran ran = Ran.tidewatch("stats", "2");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("TID: 2  not asked: a kernel thread");
    }

    @Test
    void allFormatsCanBePrintedAtOnce() {
        Ran ran = Ran.tidewatch("stats", "-v", "-d", "" + PID);

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("=== TID: " + PID, "--- Context Switches ---", "  nvcsw  ")
                .containsPattern("Task +delay +count +avg +total +max +min");
    }

    @Test
    @RequiresExitListener
    void listeningShowsAThreadThatEndsMeanwhileAndCountsTheLost() throws Exception {
        AtomicInteger tid = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        Thread ending = new Thread(() -> {
            tid.set(HostSystemCalls.get().gettid());
            try {
                go.await();
            } catch (InterruptedException e) {
                return;
            }
        });
        ending.start();
        Thread later = new Thread(() -> {
            try {
                Thread.sleep(500);
                go.countDown();
            } catch (InterruptedException e) {
                return;
            }
        });
        later.start();
        Ran ran = Ran.tidewatch("stats", "--listen", "all", "--duration", "2s");
        ending.join();
        later.join();

        assertThat(ran.code()).as(ran.toString()).isZero();
        assertThat(ran.out())
                .contains("TID: " + tid.get() + " ")
                .containsPattern("\n\\d+ threads exited, \\d+ more were lost");
    }

    private static JsonObject only(Ran ran) {
        JsonArray tasks = JsonParser.parseString(ran.out()).getAsJsonArray();
        assertThat(tasks).hasSize(1);
        return tasks.get(0).getAsJsonObject();
    }

    private static long[] schedstat(int tid) throws IOException {
        String text = Files.readString(Path.of("/proc/self/task/" + tid + "/schedstat"));
        return Arrays.stream(text.trim().split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static int deadTid() throws InterruptedException {
        AtomicInteger tid = new AtomicInteger();
        Thread thread = new Thread(() -> tid.set(HostSystemCalls.get().gettid()));
        thread.start();
        thread.join();
        while (Files.exists(Path.of("/proc/self/task/" + tid.get()))) {
            Thread.sleep(1);
        }
        return tid.get();
    }
}
