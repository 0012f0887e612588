package io.github.tidewatch.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkloadsTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long ENOUGH_CPU = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final String[] WAITERS = {
        "sleeper", "queue-waiter", "parker", "lock-holder", "lock-waiter-1", "lock-waiter-2", "lock-waiter-3"
    };

    @TempDir
    Path directory;

    private final Console console = new Console();

    @Test
    void spinnersUseCpu() throws Exception {
        Map<String, Long> cpu = whileRunning(new CpuContention(), used -> {
            return used.size() == 2 * PROCESSORS && used.values().stream().allMatch(t -> t > ENOUGH_CPU);
        });
        assertThat(cpu.keySet()).allMatch(name -> name.startsWith("spinner-"));
    }

    @Test
    void waitersUseNextToNone() throws Exception {
        long start = System.nanoTime();
        Map<String, Long> cpu = whileRunning(new LockAndSleep(), used -> aSecondSince(start));
        long elapsed = System.nanoTime() - start;
        assertThat(cpu).containsOnlyKeys(WAITERS);
        assertThat(cpu.values()).allMatch(time -> time < elapsed / 2);
    }

    @Test
    void mixedHasEveryKindOfThread() throws Exception {
        Map<String, Long> cpu = whileRunning(
                new Mixed(),
                used -> used.getOrDefault("spinner-1", 0L) > ENOUGH_CPU && used.getOrDefault("half-busy", 0L) > 0);
        assertThat(cpu).containsKeys(WAITERS).containsKeys("disk-reader", "spinner-" + (PROCESSORS + 1));
        assertThat(cpu.get("sleeper")).isLessThan(cpu.get("spinner-1"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aServerAnswersTheClientsOfAnotherProcess() throws Exception {
        Map<String, Long> cpu = whileRunning(
                new Web(),
                used -> used.entrySet().stream()
                                .filter(thread -> thread.getKey().startsWith("web-worker-"))
                                .filter(thread -> thread.getValue() > ENOUGH_CPU / 2)
                                .count()
                        == 4);
        assertThat(cpu).containsKey("stock-taker");
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void diskReaderReadsPastThePageCache() throws Exception {
        try (ScratchFile file = ScratchFile.create(directory, 4)) {
            Skip.unless(file.caveat().isEmpty(), file.caveat().orElse(""));
            String type = Files.getFileStore(directory).type();
            Skip.unless(
                    List.of("ext4", "ext3", "xfs", "btrfs").contains(type),
                    "the kernel need not count reads from " + type + " as storage reads");
            long before = storageBytesRead();
            for (int i = 0; i < 20; i++) {
                file.readSomewhere();
            }
            assertThat(file.bytesRead()).isEqualTo(20L * 1024 * 1024);
            assertThat(storageBytesRead() - before).isGreaterThanOrEqualTo(file.bytesRead());
        }
    }

    @Test
    void diskWaitLeavesNoFile() throws Exception {
        Map<String, Long> cpu = whileRunning(new DiskWait(), used -> !used.isEmpty());
        assertThat(cpu).containsOnlyKeys("disk-reader");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void saysWhenTheFileLiesInMemory() throws IOException {
        Path memory = Path.of("/dev/shm");
        Skip.unless(
                Files.isWritable(memory) && Files.getFileStore(memory).type().equals("tmpfs"),
                "/dev/shm is no writable tmpfs here");
        try (ScratchFile file = ScratchFile.create(memory, 1)) {
            assertThat(file.caveat().orElseThrow())
                    .startsWith("/dev/shm is on tmpfs, which lies in memory, so there is no disk to wait for;");
            file.readSomewhere();
            assertThat(file.bytesRead()).isPositive();
        }
    }

    @Test
    void aFailingThreadEndsTheWorkload() {
        try (Crew crew = new Crew()) {
            crew.start("failing", () -> {
                throw new IOException("disk gone");
            });
            assertThatThrownBy(() -> crew.work("test", 30, new Progress(console.out, false)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("disk gone");
        }
    }

    private static boolean aSecondSince(long start) {
        return System.nanoTime() - start > TimeUnit.SECONDS.toNanos(1);
    }

    /** CPU time by name of the workload's threads, once it is as expected; the workload is then interrupted. */
    private Map<String, Long> whileRunning(Workload workload, Predicate<Map<String, Long>> expected) throws Exception {
        List<Long> others = ids().collect(Collectors.toList());
        Callable<Void> running = () -> {
            workload.run(new Settings(60, directory, 4), new Progress(console.out, false));
            return null;
        };
        FutureTask<Void> task = new FutureTask<>(running);
        Thread runner = new Thread(task, "runner");
        runner.start();
        Map<String, Long> used;
        do {
            Thread.sleep(20);
            used = cpuTimes(others, runner.getId());
            assertThat(task.isDone()).isFalse();
        } while (!expected.test(used));
        runner.interrupt();
        runner.join();
        assertThat(cpuTimes(others, runner.getId())).isEmpty();
        return used;
    }

    private static Map<String, Long> cpuTimes(List<Long> except, long runner) {
        return ids().filter(id -> id != runner && !except.contains(id))
                .map(THREADS::getThreadInfo)
                .filter(info -> info != null && isOurs(info.getThreadName()))
                .collect(Collectors.toMap(
                        info -> info.getThreadName(), info -> THREADS.getThreadCpuTime(info.getThreadId())));
    }

    // The JVM starts threads of its own whenever it likes.
    private static boolean isOurs(String name) {
        return name.startsWith("spinner-")
                || name.equals("disk-reader")
                || name.equals("half-busy")
                || name.equals("stock-taker")
                || name.startsWith("web-worker-")
                || List.of(WAITERS).contains(name);
    }

    private static Stream<Long> ids() {
        return Arrays.stream(THREADS.getAllThreadIds()).boxed();
    }

    private static long storageBytesRead() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("read_bytes: "))
                .mapToLong(line -> Long.parseLong(line.substring("read_bytes: ".length())))
                .findFirst()
                .orElseThrow();
    }
}
