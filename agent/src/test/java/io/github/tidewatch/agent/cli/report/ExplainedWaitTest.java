package io.github.tidewatch.agent.cli.report;

import static io.github.tidewatch.agent.cli.report.WaitEvents.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.metrics.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JFR's own events of single waits say what the waits of their kind and thread were for, and which were none. */
class ExplainedWaitTest {
    private static final long WAIT = 100;

    @TempDir
    Path directory;

    @Test
    void aParkedThreadsLockAndMethodAreNamedAndWhatNoEventExplainsStaysOfItsKind() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        JsonObject thread = recorded(
                Map.of(Metric.PARK_WAIT, 5 * WAIT, Metric.SLEEP_WAIT, WAIT), () -> holdsUp(lock), "jdk.ThreadPark");
        assertThat(thread.get("parkWait").getAsLong()).isEqualTo(TestEvents.nanos(5 * WAIT));
        JsonArray targets = thread.getAsJsonArray("waitedFor");
        assertThat(targets).hasSize(1);
        JsonObject target = targets.get(0).getAsJsonObject();
        assertThat(target.get("kind").getAsString()).isEqualTo("parkWait");
        assertThat(target.get("object").getAsString())
                .isEqualTo("java.util.concurrent.locks.ReentrantLock$NonfairSync");
        assertThat(target.get("frame").getAsString()).endsWith("ExplainedWaitTest.holdsUp");
        assertThat(target.get("time").getAsLong()).isBetween(TestEvents.nanos(WAIT / 2), TestEvents.nanos(5 * WAIT));
    }

    private void holdsUp(ReentrantLock lock) {
        try {
            assertThat(lock.tryLock(WAIT, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEventExplainsNoMoreThanTheThreadWaited() throws Exception {
        JsonObject thread = recorded(Map.of(Metric.SLEEP_WAIT, 10L), () -> TestEvents.sleep(WAIT), "jdk.ThreadSleep");
        assertThat(thread.getAsJsonArray("waitedFor")
                        .get(0)
                        .getAsJsonObject()
                        .get("time")
                        .getAsLong())
                .isEqualTo(TestEvents.nanos(10));
    }

    @Test
    void aSocketsPeerIsNamedAsInTheDetailsOfRecords() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server));
            answering.start();
            JsonObject thread = recorded(Map.of(Metric.NETWORK_WAIT, WAIT), () -> ask(server), "jdk.SocketRead");
            answering.join();
            assertThat(thread.getAsJsonArray("waitedFor")
                            .get(0)
                            .getAsJsonObject()
                            .get("object")
                            .getAsString())
                    .isEqualTo("127.0.0.1:" + server.getLocalPort());
        }
    }

    private static void answer(ServerSocket server) {
        try (Socket socket = server.accept()) {
            TestEvents.sleep(WAIT);
            socket.getOutputStream().write(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void ask(ServerSocket server) {
        try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertThat(socket.getInputStream().read()).isEqualTo(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPoolsThreadWithoutATaskIsIdleAndNotWaiting() throws Exception {
        CountDownLatch known = new CountDownLatch(1);
        Thread[] worker = new Thread[1];
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> worker[0] = new Thread(task, "worker-1"));
        pool.submit(known::countDown).get();
        known.await();
        Path file = directory.resolve("idle.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ThreadPark").withThreshold(Duration.ZERO).withStackTrace();
            recording.start();
            pool.submit(() -> waiting(worker[0], "worker-1", tid(), 0, Map.of(Metric.PARK_WAIT, 10L), null)
                            .commit())
                    .get();
            TestEvents.sleep(WAIT);
            pool.submit(() -> {}).get();
            recording.dump(file);
        } finally {
            pool.shutdownNow();
        }
        Ran ran = Ran.tidewatch("report", "--thread", "worker-1", file.toString());
        assertThat(ran.out().replaceAll("\\s+", " "))
                .as("%s", ran)
                .contains("What threads waited for idle nearly all of the time: worker-1 ")
                .contains("0.0 % of the time in which they were not idle threads waited voluntarily")
                .contains("waiting, of that time: idle 100.0 %");
    }

    /** What is reported of a thread that has one record of these milliseconds, and has done this while JFR recorded. */
    private JsonObject recorded(Map<Metric, Long> waits, Runnable work, String event) throws Exception {
        Path file = directory.resolve("waits.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(event).withThreshold(Duration.ofMillis(WAIT / 2)).withStackTrace();
            recording.start();
            Thread thread = new Thread(
                    () -> {
                        WaitEvents.Waiting all = waiting(Thread.currentThread(), "waiter", tid(), 0, waits, null);
                        all.begin();
                        work.run();
                        all.commit();
                    },
                    "waiter");
            thread.start();
            thread.join();
            recording.dump(file);
        }
        Ran ran = Ran.tidewatch("report", "--json", "--thread", "waiter", file.toString());
        assertThat(ran.code()).as("%s", ran).isZero();
        return JsonParser.parseString(ran.out())
                .getAsJsonObject()
                .getAsJsonArray("threads")
                .get(0)
                .getAsJsonObject();
    }

    /** The kernel's id of the calling thread, which is in JFR's own events. */
    private static long tid() {
        try {
            return Long.parseLong(
                    Path.of("/proc/thread-self").toRealPath().getFileName().toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
