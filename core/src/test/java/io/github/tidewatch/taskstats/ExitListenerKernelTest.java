package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;
import io.github.tidewatch.testing.RequiresExitListener;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.RequiresTaskstats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@RequiresTaskstats
@RequiresExitListener
class ExitListenerKernelTest {
    private final TaskstatsClient client = TaskstatsClient.open();
    private final String cpus = Cpumask.possible().toString();

    @BeforeEach
    void register() {
        client.registerCpumask(cpus);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    @RequiresProgram("taskset")
    void everyOneOfTwoThousandThreadsAndProcessesIsSeenOrCountedAsLost() throws Exception {
        client.setReceiveBufferSize(8 << 20);
        Set<Integer> tids = new HashSet<>();
        List<Process> shells = new ArrayList<>();
        for (int cpu = 0; cpu < Runtime.getRuntime().availableProcessors() && cpu < 2; cpu++) {
            shells.add(new ProcessBuilder(
                            "taskset",
                            "-c",
                            Integer.toString(cpu),
                            "sh",
                            "-c",
                            "i=0; while [ $i -lt 500 ]; do /bin/true; i=$((i+1)); done")
                    .redirectErrorStream(true)
                    .start());
        }
        for (int i = 0; i < 1000; i++) {
            tids.add(DeadTask.tid());
        }
        for (Process shell : shells) {
            assertThat(shell.waitFor()).isZero();
        }

        List<ExitedTask> exits = drain(client);
        Set<Long> parents = shells.stream().map(Process::pid).collect(Collectors.toSet());
        long processes = exits.stream()
                .map(exit -> exit.thread().identity())
                .filter(task -> parents.contains((long) task.ppid().getAsInt())
                        && task.comm().orElseThrow().equals("true"))
                .count();
        List<Integer> threads = exits.stream()
                .map(exit -> exit.thread().id())
                .filter(tids::contains)
                .collect(Collectors.toList());
        long lost = client.exitsLost();
        System.out.printf(
                "exit listener: %d of %d threads, %d of %d processes, %d lost, %d in all%n",
                threads.size(), tids.size(), processes, 500 * shells.size(), lost, exits.size());
        assertThat(threads).doesNotHaveDuplicates();
        assertThat(tids).hasSize(1000);
        assertThat(1000 - threads.size() + 500L * shells.size() - processes).isBetween(0L, lost);
        assertThat(exits.stream().mapToLong(ExitedTask::lostBefore).sum()).isLessThanOrEqualTo(lost);
    }

    @Test
    void whatAFullBufferLosesIsCountedExactly() throws Exception {
        client.setReceiveBufferSize(8 << 20);
        boolean exact = false;
        for (int attempt = 0; attempt < 10 && !exact; attempt++) {
            try (TaskstatsClient small = TaskstatsClient.open()) {
                small.setReceiveBufferSize(8 * 1024);
                drain(client);
                small.registerCpumask(cpus);
                for (int i = 0; i < 300; i++) {
                    endThread();
                }
                List<ExitedTask> seen = drain(small);
                // One more, to carry the losses that nothing followed so far.
                endThread();
                seen.addAll(drain(small));
                small.deregisterCpumask(cpus);
                seen.addAll(drain(small));
                long all = drain(client).size();
                long lost = small.exitsLost();
                System.out.printf("small buffer: %d seen and %d lost of %d%n", seen.size(), lost, all);
                assertThat(lost).isPositive();
                assertThat(seen.stream().mapToLong(ExitedTask::lostBefore).sum())
                        .isEqualTo(lost);
                // Tasks may end between the registration of one client and that of the other.
                exact = seen.size() + lost == all;
                assertThat(client.exitsLost()).isZero();
            }
        }
        assertThat(exact).isTrue();
    }

    @Test
    void theLastThreadOfAProcessBringsTheSumsOfItsGroup() throws Exception {
        client.setReceiveBufferSize(8 << 20);
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(child.waitFor()).isZero();
        int pid = (int) child.pid();

        List<ExitedTask> exits = drain(client).stream()
                .filter(exit -> exit.thread().identity().tgid().orElse(0) == pid)
                .collect(Collectors.toList());
        assertThat(client.exitsLost()).isZero();
        assertThat(exits).hasSizeGreaterThan(3);
        List<ExitedTask> last =
                exits.stream().filter(exit -> exit.group().isPresent()).collect(Collectors.toList());
        assertThat(last).hasSize(1);
        assertThat(last.get(0).records()).hasSize(2);
        TaskStats thread = last.get(0).thread();
        TaskStats group = last.get(0).group().orElseThrow();
        assertThat(thread.identity().flags().orElseThrow()).contains(AccountingFlag.AGROUP);
        assertThat(group.id()).isEqualTo(pid);
        assertThat(group.version()).isEqualTo(client.version());
        if (client.version() == 16) {
            int message = 20 + 16 + thread.bytes().length + 16 + group.bytes().length;
            assertThat(message).isEqualTo(1172);
        }
        for (TaskStatsField field : List.of(
                TaskStatsField.NVCSW,
                TaskStatsField.NIVCSW,
                TaskStatsField.CPU_DELAY_TOTAL,
                TaskStatsField.CPU_RUN_VIRTUAL_TOTAL,
                TaskStatsField.CPU_COUNT)) {
            long sum =
                    exits.stream().mapToLong(exit -> exit.thread().get(field)).sum();
            // The kernel adds a task to its group a moment before it fills the task's own record.
            long moment = field.unit() == TaskStatsField.Unit.NANOSECONDS ? 10_000_000 : 1;
            assertThat(group.get(field))
                    .as(field.kernelName())
                    .isBetween(sum - moment * exits.size(), sum + moment * exits.size());
        }
    }

    @Tag("exhaustive")
    @Test
    void aMaskThatTheKernelRefusesIsTheErrorOfItsOwnCall() throws Exception {
        assertThatThrownBy(() -> client.registerCpumask("8000"))
                .isInstanceOfSatisfying(
                        TaskstatsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining("8000");
        assertThatThrownBy(() -> client.registerCpumask("1,x")).isInstanceOf(IllegalArgumentException.class);
        endThread();
        assertThat(client.listenRegistered(Duration.ofSeconds(60))).isPresent();
        assertThat(client.listenRegistered()).isNotNull();
    }

    @Test
    void afterDeregistrationNothingMoreArrives() throws Exception {
        client.deregisterCpumask(cpus);
        drain(client);
        endThread();
        long start = System.nanoTime();
        assertThat(client.listenRegistered(Duration.ofMillis(200))).isEmpty();
        assertThat(System.nanoTime() - start).isGreaterThan(190_000_000L);
        assertThat(client.pollRegistered()).isEmpty();
    }

    @Test
    void queriesAndExitsDoNotMeet() throws Exception {
        int self = HostSystemCalls.get().gettid();
        for (int i = 0; i < 200; i++) {
            endThread();
            assertThat(client.pidStats(self).id()).isEqualTo(self);
        }
        assertThat(client.repliesDropped()).isZero();
        assertThat(drain(client)).hasSizeGreaterThanOrEqualTo(200 - (int) client.exitsLost());
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        client.deregisterCpumask(cpus);
        drain(client);
        Thread.currentThread().interrupt();
        assertThatThrownBy(client::listenRegistered).isInstanceOf(InterruptedException.class);
    }

    /** Starts a thread and waits until the kernel has no such task any more: its record has been sent then. */
    private static void endThread() throws InterruptedException {
        DeadTask.tid();
    }

    /** All that has been sent. */
    private static List<ExitedTask> drain(TaskstatsClient from) throws InterruptedException {
        List<ExitedTask> exits = new ArrayList<>();
        for (Optional<ExitedTask> exit = from.pollRegistered(); exit.isPresent(); exit = from.pollRegistered()) {
            exits.add(exit.get());
        }
        return exits;
    }
}
