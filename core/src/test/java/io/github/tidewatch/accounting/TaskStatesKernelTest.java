package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Reconciliation.Waiting;
import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.BlockedTasks;
import io.github.tidewatch.procfs.CpuQuota;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.LoadAverage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that waits for a CPU without any counter telling is found, whatever else is runnable. */
class TaskStatesKernelTest {
    private final SystemCalls calls = SystemCalls.host();

    @Test
    void whoIsWokenBehindAHogIsFoundUnlessNobodyCanBeWaiting(@TempDir Path directory) throws Exception {
        Workbench.needRoot("a real-time scheduling policy");
        Path file = directory.resolve("loadavg");
        Semaphore alarm = new Semaphore(0);
        Semaphore computing = new Semaphore(0);
        AtomicBoolean over = new AtomicBoolean();
        try (Worker sleeper = new Worker("sleeper", stop -> alarm.acquire());
                Worker hog = new Worker("hog", stop -> Workbench.compute(over, computing::release))) {
            Workbench.pin(calls.gettid(), 0);
            Workbench.pin(sleeper.tid(), 1);
            Workbench.pin(hog.tid(), 1);
            sleeper.go();
            Thread.sleep(50);
            Workbench.command("chrt", "-f", "-p", "50", String.valueOf(hog.tid()));
            hog.go();
            // The hog must not keep its CPU for ever, whatever goes wrong here.
            Thread end = new Thread(() -> {
                try {
                    TimeUnit.MILLISECONDS.sleep(700);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                over.set(true);
            });
            end.start();
            computing.acquire();
            alarm.release();
            Thread.sleep(20);
            assertThat(waitingOf(sleeper, hog, file, "3/100 1"))
                    .as("itself, the hog, and the sleeper")
                    .isEqualTo(Waiting.CPU);
            assertThat(waitingOf(sleeper, hog, file, "9/100 1"))
                    .as("and others")
                    .isEqualTo(Waiting.CPU);
            assertThat(waitingOf(sleeper, hog, file, "0/0 0"))
                    .as("no number that can be")
                    .isEqualTo(Waiting.CPU);
            assertThat(waitingOf(sleeper, hog, null, "")).as("no number").isEqualTo(Waiting.CPU);
            assertThat(waitingOf(sleeper, hog, file, "2/100 1"))
                    .as("nobody can wait")
                    .isEqualTo(Waiting.NOTHING);
            assertThat(over).as("the hog had the CPU all along").isFalse();
            end.join();
        } finally {
            over.set(true);
            Workbench.command("taskset", "-pc", Workbench.cpus(), String.valueOf(calls.gettid()));
        }
    }

    /** As a first look finds it, with so many runnable threads. */
    private Waiting waitingOf(Worker sleeper, Worker hog, Path file, String runnable) throws Exception {
        if (file != null) {
            Files.writeString(file, "1.00 1.00 1.00 " + runnable + "\n");
        }
        Task[] tasks = {task(calls.gettid(), true), task(hog.tid(), true), task(sleeper.tid(), false)};
        try (TaskStates states = new TaskStates(
                CpuClocks.of(calls),
                file == null ? null : LoadAverage.open(file.toString()),
                CpuQuota.of("none"),
                new BlockedTasks(),
                true)) {
            states.lookBegins();
            states.look(tasks, tasks.length);
        }
        for (Task task : tasks) {
            task.files.close();
        }
        return tasks[2].waiting;
    }

    private static Task task(int tid, boolean active) {
        Task task = new Task(tid, DescriptorBudget.of(10), 1);
        task.fresh = true;
        task.active = active;
        return task;
    }
}
