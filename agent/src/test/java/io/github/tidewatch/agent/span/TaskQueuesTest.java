package io.github.tidewatch.agent.span;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** How long tasks waited, told as woven executors would; the executor here runs none of them. */
class TaskQueuesTest {
    private final ThreadPoolExecutor executor = executor(new LinkedBlockingQueue<>());
    private boolean wanted = true;
    private int pauses;
    private TaskQueues queues = begin();

    private static ThreadPoolExecutor executor(BlockingQueue<Runnable> queue) {
        return new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, queue);
    }

    private TaskQueues begin() {
        queues = new TaskQueues(() -> wanted, () -> pauses, 0);
        return queues;
    }

    private void call(int which, ThreadPoolExecutor of, Runnable task) {
        BiConsumer<Object, Object> called = queues.calls().get(which);
        called.accept(of, task);
    }

    private void queue(ThreadPoolExecutor of, Runnable task) {
        call(0, of, task);
        of.getQueue().add(task);
    }

    private void withdraw(Runnable task) {
        call(1, executor, task);
    }

    /** How long the task waited that is next, which must be this one. */
    private long take(ThreadPoolExecutor of, Runnable task) {
        assertThat(of.getQueue().poll()).isSameAs(task);
        call(2, of, task);
        return queues.waited();
    }

    private static Runnable task() {
        return new ArrayList<>()::clear;
    }

    @Test
    void aTaskWaitedFromWhenItWasQueuedUntilAWorkerTookItAndThatIsSaidOnce() {
        Runnable task = task();
        long before = System.nanoTime();
        queue(executor, task);
        long after = System.nanoTime();
        TaskQueuesTest.pass(2_000_000);
        long taking = System.nanoTime();
        long waited = take(executor, task);
        assertThat(waited).isBetween(taking - after, System.nanoTime() - before);
        assertThat(queues.waited()).isEqualTo(TaskQueues.UNKNOWN);
        assertThat(take(executor, queuedAnew(task))).as("the same again").isNotNegative();
    }

    private Runnable queuedAnew(Runnable task) {
        queue(executor, task);
        return task;
    }

    private static void pass(long nanos) {
        for (long begin = System.nanoTime(); System.nanoTime() - begin < nanos; ) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theFirstTaskOfANewWorkerWaitedForItsStart() {
        Runnable task = task();
        call(0, executor, task);
        call(3, executor, task);
        assertThat(queues.waited()).isNotNegative();
        call(3, executor, null);
        assertThat(queues.waited()).isEqualTo(TaskQueues.UNKNOWN);
    }

    @Test
    void aWorkerThatEndsAndACallerThatRunsWhatWasRefusedHaveNoTime() {
        call(0, executor, task());
        for (int leaves : new int[] {1, 2}) {
            Runnable task = task();
            queue(executor, task);
            assertThat(executor.getQueue().poll()).isSameAs(task);
            call(2, executor, task);
            call(leaves, executor(new LinkedBlockingQueue<>()), leaves == 1 ? task() : null);
            assertThat(queues.waited()).isEqualTo(TaskQueues.UNKNOWN);
        }
    }

    @Test
    void aSpanThatBeginsLongAfterItsWorkerTookTheTaskIsNotWhatWaited() throws InterruptedException {
        Runnable task = task();
        queue(executor, task);
        assertThat(executor.getQueue().poll()).isSameAs(task);
        call(2, executor, task);
        Thread.sleep(1100);
        assertThat(queues.waited()).isEqualTo(TaskQueues.UNKNOWN);
    }

    /** Answers its size once another thread has queued a task, as one does that is locked until then. */
    private static final class LockedQueue extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1;

        private final transient Thread other;
        private final AtomicBoolean isFirst = new AtomicBoolean(true);
        private volatile boolean isInTime;

        LockedQueue(Runnable queued) {
            other = new Thread(queued);
        }

        @Override
        public int size() {
            if (isFirst.getAndSet(false)) {
                other.start();
                try {
                    other.join(10_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                isInTime = !other.isAlive();
            }
            return super.size();
        }
    }

    @Test
    void whileAnExecutorsQueueIsAskedAnotherThreadMayQueueThere() throws InterruptedException {
        ThreadPoolExecutor[] of = new ThreadPoolExecutor[1];
        LockedQueue queue = new LockedQueue(() -> call(0, of[0], task()));
        of[0] = executor(queue);
        call(0, of[0], task());
        queue.other.join();
        assertThat(queue.isInTime).isTrue();
    }

    @Test
    void allThatIsNeededIsLoadedBeforeAnApplicationsThreadCalls() {
        TaskQueues.warmUp();
        assertThat(queues.waited()).isEqualTo(TaskQueues.UNKNOWN);
    }

    @Test
    void aTaskThatWasQueuedBeforeDoesNotGetTheTimeOfWhenItWasQueuedAgain() {
        Runnable again = task();
        Runnable other = task();
        executor.getQueue().add(again); // before the recording
        queue(executor, again);
        queue(executor, other);
        assertThat(take(executor, again)).isEqualTo(TaskQueues.UNKNOWN);
        assertThat(take(executor, again)).isNotNegative();
        assertThat(take(executor, other)).isNotNegative();
    }

    @Test
    void aTaskThatWaitsSeveralTimesAtOnceHasNoTimeUntilItWaitsNoMore() {
        Runnable twice = task();
        queue(executor, twice);
        queue(executor, twice);
        assertThat(take(executor, twice)).isEqualTo(TaskQueues.UNKNOWN);
        queue(executor, twice);
        assertThat(take(executor, twice)).isEqualTo(TaskQueues.UNKNOWN);
        assertThat(take(executor, twice)).isEqualTo(TaskQueues.UNKNOWN);
        assertThat(take(executor, queuedAnew(twice))).isNotNegative();
    }

    @Test
    void aTaskThatWasWithdrawnDoesNotWaitAnyMore() {
        Runnable task = task();
        queue(executor, task);
        executor.getQueue().clear();
        withdraw(task);
        long before = System.nanoTime();
        assertThat(take(executor, queuedAnew(task))).isBetween(0L, System.nanoTime() - before);
    }

    @Test
    void ofAnotherExecutorsTaskNothingIsKnown() {
        ThreadPoolExecutor another = executor(new LinkedBlockingQueue<>());
        Runnable task = task();
        queue(executor, task);
        another.getQueue().add(task);
        assertThat(take(another, task)).isEqualTo(TaskQueues.UNKNOWN);
    }

    @Test
    void aQueueInAnotherOrderIsKnownFromWhenItWasEmpty() {
        ThreadPoolExecutor sorted = executor(new PriorityBlockingQueue<>(1, Comparator.comparingInt(Object::hashCode)));
        Runnable before = task();
        sorted.getQueue().add(before);
        Runnable second = task();
        queue(sorted, second);
        while (!sorted.getQueue().isEmpty()) {
            call(2, sorted, sorted.getQueue().poll());
            assertThat(queues.waited()).isEqualTo(TaskQueues.UNKNOWN);
        }
        queue(sorted, second);
        assertThat(take(sorted, second)).isNotNegative();
    }

    @Test
    void whileNoRecordingWantsSpansNothingIsKnownAndNothingOfBeforeIsAfterwards() {
        Runnable task = task();
        queue(executor, task);
        wanted = false;
        pauses++;
        assertThat(take(executor, task)).isEqualTo(TaskQueues.UNKNOWN);
        wanted = true;
        queue(executor, task);
        pauses++;
        assertThat(take(executor, task)).as("of the recording before").isEqualTo(TaskQueues.UNKNOWN);
        queue(executor, task);
        call(2, executor, executor.getQueue().poll());
        pauses++;
        assertThat(queues.waited()).as("taken in the recording before").isEqualTo(TaskQueues.UNKNOWN);
    }

    @Test
    void atFirstNothingIsKnownSinceThreadsAreUnderWay() {
        queues = new TaskQueues(() -> true, () -> 0, Long.MAX_VALUE);
        Runnable task = task();
        queue(executor, task);
        assertThat(take(executor, task)).isEqualTo(TaskQueues.UNKNOWN);
    }

    @Test
    void tasksBeyondTheBoundHaveNoTimeAndNeitherHaveTheSameWhenQueuedAgain() {
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < TaskQueues.MOST_TASKS; i++) {
            Runnable task = task();
            tasks.add(task);
            queue(executor, task);
        }
        Runnable beyond = task();
        queue(executor, beyond);
        int known = 0;
        for (Runnable task : tasks) {
            known += take(executor, task) >= 0 ? 1 : 0;
        }
        queue(executor, beyond);
        assertThat(take(executor, beyond)).isEqualTo(TaskQueues.UNKNOWN);
        assertThat(take(executor, beyond)).isNotNegative();
        assertThat(known).as("what was ahead may have been as the one beyond").isZero();
    }
}
