package io.github.tidewatch.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskFilesKernelTest {
    private final SystemCalls calls = HostSystemCalls.get();

    @Test
    void bothListsShowTheThreadsOfThisProcess() {
        try (TaskList fast = TaskList.of(calls);
                TaskList pure = TaskList.withoutNativeCode()) {
            for (int i = 0; i < 3; i++) {
                fast.refresh();
                pure.refresh();
                assertThat(tids(fast)).contains(calls.getpid(), calls.gettid()).isSorted();
                assertThat(tids(pure)).contains(calls.getpid(), calls.gettid()).isSorted();
            }
        }
    }

    @Test
    void theNumberOfTasksIsKnownWithoutAListingOnceAListingAgreed() throws Exception {
        try (TaskList list = TaskList.of(calls);
                TaskList pure = TaskList.withoutNativeCode()) {
            assertThat(list.size()).as("before a listing").isEqualTo(-1);
            pure.refresh();
            assertThat(pure.size()).isEqualTo(-1);
            boolean followed = false;
            for (int i = 0; i < 50 && !followed; i++) { // the JVM's own threads come and go, too
                list.refresh();
                int listed = list.count();
                int before = list.size();
                int during = sizeWhileOneMoreLives(list);
                list.refresh();
                int after = list.size();
                followed = before == listed && during == before + 1 && after == before && list.count() == listed;
            }
            assertThat(followed).as("50 attempts").isTrue();
        }
    }

    private static int sizeWhileOneMoreLives(TaskList list) throws InterruptedException {
        Semaphore end = new Semaphore(0);
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            begun.countDown();
            end.acquireUninterruptibly();
        });
        thread.start();
        begun.await();
        int size = list.size();
        end.release();
        thread.join();
        Thread.sleep(5); // the task ends a moment after its Java thread
        return size;
    }

    @Test
    void keptFilesAreReadAnewAndCloseWithTheBudgetGivenBack() throws IOException {
        DescriptorBudget budget = DescriptorBudget.of(2);
        ProcBuffer buffer = new ProcBuffer(4096);
        SchedStat schedstat = new SchedStat();
        try (TaskFiles files = new TaskFiles(calls.gettid(), budget)) {
            files.read(TaskFiles.Name.SCHEDSTAT, buffer);
            schedstat.parse(buffer.bytes(), buffer.length());
            long before = schedstat.onCpu();
            long until = System.nanoTime() + 20_000_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            files.read(TaskFiles.Name.SCHEDSTAT, buffer);
            schedstat.parse(buffer.bytes(), buffer.length());
            assertThat(schedstat.onCpu()).isGreaterThan(before);
            files.read(TaskFiles.Name.STAT, buffer);
            new TaskStat().parse(buffer.bytes(), buffer.length());
            assertThat(files.allKept()).isTrue();
            assertThat(budget.free()).isZero();
            assertThat(budget.kept()).isEqualTo(2);
            files.read(TaskFiles.Name.IO, buffer);
            new TaskIo().parse(buffer.bytes(), buffer.length());
            files.read(TaskFiles.Name.STATUS, buffer);
            new TaskStatus().parse(buffer.bytes(), buffer.length());
            assertThat(files.allKept()).isFalse();
            int open = openDescriptors();
            files.read(TaskFiles.Name.IO, buffer);
            assertThat(openDescriptors()).isEqualTo(open);
        }
        assertThat(budget.free()).isEqualTo(2);
        assertThat(budget.kept()).isZero();
    }

    @Test
    void theFileOfTheCallLeavesHalfOfTheDescriptorsToCounters() throws IOException {
        DescriptorBudget budget = DescriptorBudget.of(4);
        ProcBuffer buffer = new ProcBuffer(4096);
        List<TaskFiles> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TaskFiles files = new TaskFiles(calls.gettid(), budget);
            tasks.add(files);
            files.read(TaskFiles.Name.SYSCALL, buffer);
        }
        assertThat(tasks)
                .extracting(files -> files.isKept(TaskFiles.Name.SYSCALL))
                .containsExactly(true, true, false);
        tasks.get(2).read(TaskFiles.Name.SCHEDSTAT, buffer);
        tasks.get(2).read(TaskFiles.Name.STAT, buffer);
        assertThat(tasks.get(2).allKept()).as("of the counters").isTrue();
        assertThat(budget.free()).isZero();
        tasks.forEach(TaskFiles::close);
        assertThat(budget.kept()).isZero();
    }

    @Test
    void anIdleThreadsDescriptorForIoGoesToItsCallUntilItWorksAgain() throws IOException {
        DescriptorBudget budget = DescriptorBudget.of(2);
        ProcBuffer buffer = new ProcBuffer(4096);
        try (TaskFiles files = new TaskFiles(calls.gettid(), budget)) {
            files.read(TaskFiles.Name.SCHEDSTAT, buffer);
            files.read(TaskFiles.Name.IO, buffer);
            files.read(TaskFiles.Name.SYSCALL, buffer);
            assertThat(files.isKept(TaskFiles.Name.SYSCALL))
                    .as("while it works")
                    .isFalse();
            for (int i = 0; i < 3; i++) {
                files.read(TaskFiles.Name.SCHEDSTAT, buffer);
            }
            assertThat(files.keepsCall()).isTrue();
            files.read(TaskFiles.Name.SYSCALL, buffer);
            assertThat(files.isKept(TaskFiles.Name.SYSCALL)).isTrue();
            assertThat(files.isKept(TaskFiles.Name.IO)).isFalse();
            assertThat(budget.kept()).isEqualTo(2);

            files.read(TaskFiles.Name.IO, buffer);
            new TaskIo().parse(buffer.bytes(), buffer.length());
            assertThat(files.isKept(TaskFiles.Name.IO)).isTrue();
            assertThat(files.isKept(TaskFiles.Name.SYSCALL)).isFalse();
            assertThat(files.allKept()).isTrue();
            assertThat(budget.kept()).isEqualTo(2);
        }
        assertThat(budget.kept()).isZero();
    }

    @Test
    void aThreadThatIsGoneIsAnErrorAndNobodyElsesValues() throws Exception {
        AtomicInteger tid = new AtomicInteger();
        CountDownLatch known = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            tid.set(calls.gettid());
            known.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setName("name with ) in it");
        thread.start();
        known.await();
        ProcBuffer buffer = new ProcBuffer(4096);
        try (TaskFiles files = new TaskFiles(tid.get(), DescriptorBudget.of(5))) {
            files.read(TaskFiles.Name.COMM, buffer);
            assertThat(new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.UTF_8))
                    .isEqualTo("name with ) in \n");
            files.read(TaskFiles.Name.STAT, buffer);
            new TaskStat().parse(buffer.bytes(), buffer.length());
            end.countDown();
            thread.join();
            File task = new File("/proc/self/task/" + tid);
            while (task.exists()) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> files.read(TaskFiles.Name.STAT, buffer)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> files.read(TaskFiles.Name.IO, buffer)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void delayAccountingIsReadAgainAndAgainByOneDescriptor() {
        int before = openDescriptors();
        try (DelayAccountingFile file = new DelayAccountingFile()) {
            for (int i = 0; i < 3; i++) {
                assertThat(file.now()).isEqualTo(DelayAccounting.now());
                assertThat(openDescriptors()).isLessThanOrEqualTo(before + 1);
            }
        }
    }

    private static int openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }

    private static int[] tids(TaskList list) {
        int[] tids = new int[list.count()];
        for (int i = 0; i < tids.length; i++) {
            tids[i] = list.tid(i);
        }
        return tids;
    }
}
