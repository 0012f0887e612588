package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.counters.CounterSource;
import io.github.tidewatch.counters.CpuClocks;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.counters.SourceSelection;
import io.github.tidewatch.counters.TaskCounters;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Exchanger;
import org.junit.jupiter.api.Test;

/** Who sleeps is not read, and has lost nothing when it wakes. */
class TaskReaderKernelTest {
    private static final int ROUND = 64;

    private final SystemCalls calls = HostSystemCalls.get();
    private final Exchanger<Long> orders = new Exchanger<>();
    private volatile int tid;

    /** What the kernel is asked. */
    private static final class Counting implements CounterSource {
        private final CounterSource source;
        int reads;

        Counting(CounterSource source) {
            this.source = source;
        }

        @Override
        public void read(TaskCounters[] tasks, int count) {
            reads += count;
            source.read(tasks, count);
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public Set<Quantity> quantities() {
            return source.quantities();
        }

        @Override
        public void readRest(TaskCounters task) {
            source.readRest(task);
        }

        @Override
        public void readDelays(TaskCounters self) {
            source.readDelays(self);
        }

        @Override
        public long queriesFailed() {
            return source.queriesFailed();
        }

        @Override
        public String failure() {
            return source.failure();
        }

        @Override
        public long repliesLost() {
            return source.repliesLost();
        }

        @Override
        public void close() {
            source.close();
        }
    }

    @Test
    void readsASleeperOnceInARoundAndAtOnceWhenItHasRun() throws Exception {
        Thread thread = new Thread(this::obey, "obeys");
        thread.start();
        orders.exchange(0L);
        sleeps(thread);
        SourceSelection selection = SourceSelection.open(
                SourceChoice.AUTO, Optional.of(calls), "", DelayAccounting.now(), CpuClocks.of(calls), () -> {});
        try (Counting source = new Counting(selection.source())) {
            TaskReader reader = new TaskReader(source, CpuClocks.of(calls), done -> {});
            Task task = new Task(tid, DescriptorBudget.of(10), 1);
            Task[] tasks = {task};
            long pass = (long) ROUND - tid % ROUND + 1; // the next of its turns is a round away
            reader.read(tasks, 1, pass++);
            assertThat(source.reads).isEqualTo(1);
            long began = task.counters().time();
            long onCpu = task.now(Quantity.ON_CPU);

            for (int i = 0; i < ROUND - 2; i++) {
                long before = task.counters().time();
                Thread.sleep(1);
                reader.read(tasks, 1, pass++);
                assertThat(task.counters().lastReadOk()).isTrue();
                assertThat(task.counters().time() - before)
                        .as("its time goes on")
                        .isGreaterThan(900_000);
            }
            assertThat(source.reads).as("while it sleeps").isEqualTo(1);
            assertThat(task.now(Quantity.ON_CPU)).isEqualTo(onCpu);
            reader.read(tasks, 1, pass++);
            reader.read(tasks, 1, pass++);
            assertThat(source.reads).as("once in a round").isEqualTo(2);

            orders.exchange(5_000_000L);
            orders.exchange(0L);
            sleeps(thread);
            reader.read(tasks, 1, pass++);
            assertThat(source.reads).as("it has run").isEqualTo(3);
            assertThat(task.now(Quantity.ON_CPU) - onCpu).isGreaterThan(4_000_000);
            assertThat(task.counters().time() - began).isGreaterThan(task.now(Quantity.ON_CPU) - onCpu);
            task.counters().files().close();
        } finally {
            orders.exchange(-1L);
            thread.join();
        }
    }

    private static void sleeps(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        Thread.sleep(20); // from the state of the Java thread to the sleep of the task
    }

    private void obey() {
        tid = calls.gettid();
        try {
            for (long work = orders.exchange(0L); work >= 0; work = orders.exchange(0L)) {
                long start = CpuClocks.of(calls).read(new Task(tid, DescriptorBudget.of(0), 1).counters());
                while (CpuClocks.of(calls).read(new Task(tid, DescriptorBudget.of(0), 1).counters()) - start < work) {
                    Thread.onSpinWait();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
