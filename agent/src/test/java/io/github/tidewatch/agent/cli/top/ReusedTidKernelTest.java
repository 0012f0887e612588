package io.github.tidewatch.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.testing.RequiresRoot;
import io.github.tidewatch.testing.ReusedTid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thread of this process ends, and the kernel gives its tid to another. */
@RequiresRoot
class ReusedTidKernelTest {
    private static final int EARLIER_SNAPSHOTS = 4;

    @Test
    void theLaterThreadOfATidHasNeitherTheNameNorTheHistoryOfTheEarlier() throws Exception {
        ReusedTid.require();
        int pid = (int) ProcessHandle.current().pid();
        Sleeper earlier = new Sleeper("earlier");
        try (Accounting accounting = Accounting.ofProcess(
                pid, SourceChoice.PROCFS, Optional.of(HostSystemCalls.get()), "", DescriptorBudget.of(1000))) {
            ProcessSampler sampler = sampler(pid, accounting, earlier.tid);
            sampler.open();
            Row row = null;
            for (int i = 0; i < EARLIER_SNAPSHOTS; i++) {
                row = rowAfter(sampler, earlier.tid);
            }
            assertThat(row.name).isEqualTo("earlier by Java's name");
            assertThat(row.history).hasSize(EARLIER_SNAPSHOTS);
            earlier.close();
            try (Sleeper later = ReusedTid.start(earlier.tid, () -> new Sleeper("later"), one -> one.tid)) {
                row = rowAfter(sampler, later.tid);
                assertThat(row.name).isEqualTo("later");
                assertThat(row.history).hasSize(1);
            }
        } finally {
            earlier.close();
        }
    }

    /** The JVM names the tid once, and does not know the later thread. */
    private static ProcessSampler sampler(int pid, Accounting accounting, int tid) {
        TargetProcess target = TargetProcess.of(pid);
        JavaNames names = new JavaNames(target, null, 0) {
            private boolean asked;

            @Override
            String dump() {
                boolean first = !asked;
                asked = true;
                return first ? "\"earlier by Java's name\" #1 [" + tid + "] prio=5 os_prio=0" : "";
            }
        };
        return new ProcessSampler(target, accounting, names);
    }

    private static Row rowAfter(ProcessSampler sampler, int tid) throws InterruptedException {
        Thread.sleep(50);
        return sampler.take(true).rows.stream()
                .filter(row -> row.tid == tid)
                .reduce((one, two) -> {
                    throw new AssertionError("two rows of tid " + tid + ": " + one.name + ", " + two.name);
                })
                .orElseThrow();
    }

    /** A thread that waits until it is closed. */
    private static final class Sleeper implements AutoCloseable {
        private final CountDownLatch end = new CountDownLatch(1);
        private final Thread thread;
        private final int tid;

        Sleeper(String name) throws Exception {
            CompletableFuture<Integer> begun = new CompletableFuture<>();
            thread = new Thread(() -> live(begun), name);
            thread.start();
            tid = begun.get(60, TimeUnit.SECONDS);
        }

        private void live(CompletableFuture<Integer> begun) {
            try {
                begun.complete(Integer.parseInt(
                        Path.of("/proc/thread-self").toRealPath().getFileName().toString()));
                end.await();
            } catch (IOException | InterruptedException e) {
                begun.completeExceptionally(e);
            }
        }

        /** Returns when the kernel has forgotten its tid. */
        @Override
        public void close() {
            end.countDown();
            Path task = Path.of("/proc/self/task/" + tid);
            try {
                thread.join(TimeUnit.MINUTES.toMillis(1));
                for (long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
                        Files.exists(task) && System.nanoTime() < deadline; ) {
                    Thread.sleep(1);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
