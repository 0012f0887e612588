package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.CpuThrottling;
import io.github.tidewatch.counters.CpuClocks;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.intervals.Waiting;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.BlockedTasks;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.LoadAverage;
import io.github.tidewatch.testing.RequiresCpus;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.RequiresRoot;
import io.github.tidewatch.waits.CallTable;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread that waits for a CPU without any counter showing it is found, whatever else is runnable. */
class TaskStatesKernelTest {
    private final SystemCalls calls = HostSystemCalls.get();

    /** By their calls, and where these cannot be read by their states. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @RequiresRoot
    @RequiresProgram({"taskset", "chrt"})
    @RequiresCpus(2)
    void whoIsWokenBehindAHogIsFoundUnlessNobodyCanBeWaiting(boolean byCall, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("loadavg");
        Map<String, Waiting> found = new LinkedHashMap<>();
        for (int attempt = 0; attempt < 10 && found.isEmpty(); attempt++) {
            found.putAll(behindAHog(file, byCall));
        }
        assertThat(found)
                .as("runnable threads of the host, and what the sleeper is taken to do; empty if samples took too long")
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "3/100 1", // itself, the hog, and the sleeper
                        Waiting.CPU,
                        "9/100 1",
                        Waiting.CPU,
                        "0/0 0", // as gVisor says: no number that can be
                        Waiting.CPU,
                        "none",
                        Waiting.CPU,
                        "2/100 1",
                        Waiting.NOTHING));
    }

    /** Empty if the hog did not have the CPU all along. */
    private Map<String, Waiting> behindAHog(Path file, boolean byCall) throws Exception {
        Semaphore alarm = new Semaphore(0);
        Semaphore computing = new Semaphore(0);
        AtomicBoolean over = new AtomicBoolean();
        Map<String, Waiting> found = new LinkedHashMap<>();
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
            for (String runnable : List.of("3/100 1", "9/100 1", "0/0 0", "none", "2/100 1")) {
                Task[] tasks = {task(calls.gettid(), true), task(hog.tid(), true), task(sleeper.tid(), false)};
                sample(tasks, file, runnable, byCall);
                found.put(runnable, tasks[2].waiting());
            }
            if (over.get()) {
                found.clear();
            }
            end.join();
        } finally {
            over.set(true);
            Workbench.command("taskset", "-pc", Workbench.cpus(), String.valueOf(calls.gettid()));
        }
        return found;
    }

    /** What of its next interval no counter shows, it has waited for a CPU. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoComputesOnACalmHostIsFoundOnTheQueue(boolean byCall, @TempDir Path directory) throws Exception {
        try (Worker spinner = new Worker("spinner", Workbench::spin)) {
            spinner.go();
            Thread.sleep(20);
            Task[] tasks = {task(calls.gettid(), true), task(spinner.tid(), true)};
            sample(tasks, directory.resolve("loadavg"), "2/100 1", byCall);
            assertThat(tasks[1].counters().isOnQueue()).isTrue();
        }
    }

    /** The kernel says of the sampling thread that it is in a read. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noIdleThreadIsAskedIfThoseFoundRunnableAreAllThereAre(boolean byCall, @TempDir Path directory)
            throws Exception {
        boolean asked = true;
        try (Worker first = new Worker("first", Workbench::compute);
                Worker second = new Worker("second", Workbench::compute);
                Worker idle = new Worker("idle", stop -> {})) {
            first.go();
            second.go();
            Thread.sleep(50);
            for (int attempt = 0; attempt < 20 && asked; attempt++) { // one may stand still for the JVM
                Task[] tasks = {
                    task(calls.gettid(), true),
                    task(first.tid(), true),
                    task(second.tid(), true),
                    task(idle.tid(), false)
                };
                sample(tasks, directory.resolve("loadavg"), "3/100 1", byCall);
                assertThat(tasks[0].counters().isOnQueue()).isTrue();
                asked = tasks[3].isStateSampled();
            }
        }
        assertThat(asked).isFalse();
    }

    @Test
    void theHostIsAskedOnceAtMostWhetherAnyThreadWaitsForADisk(@TempDir Path directory) throws Exception {
        Pipe pipe = Pipe.open();
        List<Worker> workers = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            boolean reads = i < 4;
            workers.add(new Worker("worker " + i, stop -> {
                if (reads) {
                    pipe.source().read(ByteBuffer.allocate(1));
                }
            }));
        }
        workers.subList(0, 4).forEach(Worker::go);
        Thread.sleep(50);
        workers.forEach(worker -> tasks.add(task(worker.tid(), true)));
        AtomicInteger asked = new AtomicInteger();
        BlockedTasks nobody = new BlockedTasks() {
            @Override
            public boolean any() {
                asked.incrementAndGet();
                return false;
            }
        };
        sample(tasks.toArray(new Task[0]), directory.resolve("loadavg"), "3/100 1", true, nobody);
        pipe.sink().close();
        workers.forEach(Worker::close);
        assertThat(tasks).allMatch(Task::isStateSampled);
        assertThat(asked).hasValueLessThanOrEqualTo(1);
    }

    /** As a first sample finds them, with so many runnable threads. */
    private void sample(Task[] tasks, Path file, String runnable, boolean byCall) throws Exception {
        sample(tasks, file, runnable, byCall, new BlockedTasks());
    }

    private void sample(Task[] tasks, Path file, String runnable, boolean byCall, BlockedTasks blocked)
            throws Exception {
        Files.writeString(file, "1.00 1.00 1.00 " + runnable + "\n");
        try (TaskStates states = new TaskStates(
                CpuClocks.of(calls),
                runnable.equals("none") ? null : LoadAverage.open(file.toString()),
                CpuThrottling.of(Cgroups.of("none").cpu()),
                blocked,
                calls::gettid,
                new WaitSampler(
                        CpuClocks.of(calls),
                        null,
                        () -> byCall,
                        false,
                        false,
                        CallTable.of(System.getProperty("os.arch")).orElse(null),
                        null,
                        null))) {
            states.pollRunQueue(0);
            states.sample(tasks, tasks.length);
        }
        for (Task task : tasks) {
            task.counters().files().close();
        }
    }

    private static Task task(int tid, boolean active) {
        Task task = new Task(tid, DescriptorBudget.of(10), 1);
        task.counters().readOk();
        task.counters().setActive(active);
        return task;
    }
}
