package io.github.tidewatch.examples.library;

import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.taskstats.ExitedTask;
import io.github.tidewatch.taskstats.TaskstatsClient;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens to tasks that end, on all CPUs of the machine, and lets a thread end. */
final class Exits {
    private static final Duration LIFE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TaskstatsClient client;
    private final SystemCalls calls;
    private final PrintStream out;

    Exits(TaskstatsClient client, SystemCalls calls, PrintStream out) {
        this.client = client;
        this.calls = calls;
        this.out = out;
    }

    void show() throws IOException, InterruptedException {
        out.println();
        out.println("Tasks that end:");
        String online =
                Files.readString(Path.of("/sys/devices/system/cpu/online")).strip();
        try {
            client.registerCpumask(online);
        } catch (TaskstatsException e) {
            out.println("cannot listen on CPUs " + online + ", " + e.reason() + ": " + e.getMessage());
            return;
        }
        out.println("listening on CPUs " + online);
        listenFor(endAThread());
        client.deregisterCpumask(online);
    }

    private int endAThread() throws InterruptedException {
        AtomicInteger tid = new AtomicInteger();
        Thread thread = new Thread(
                () -> {
                    tid.set(calls.gettid());
                    Usages.work(LIFE);
                },
                "short-lived");
        thread.start();
        thread.join();
        return tid.get();
    }

    private void listenFor(int tid) throws InterruptedException {
        long begin = System.nanoTime();
        int others = 0;
        while (true) {
            Duration left = PATIENCE.minusNanos(System.nanoTime() - begin);
            Optional<ExitedTask> exited = client.listenRegistered(left);
            if (exited.isEmpty()) {
                out.println(
                        "tid " + tid + " was not seen to end in " + PATIENCE.toSeconds()
                                + " s: lost, or this is not the initial network namespace, the only one to which the kernel reports");
                break;
            }
            if (exited.get().thread().id() == tid) {
                out.println("ended: " + exited.get().thread());
                out.println("lost before it: " + exited.get().lostBefore());
                break;
            }
            others++;
        }
        out.println("other tasks seen to end: " + others + ", lost in all: " + client.exitsLost());
    }
}
