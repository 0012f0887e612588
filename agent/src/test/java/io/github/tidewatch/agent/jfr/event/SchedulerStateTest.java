package io.github.tidewatch.agent.jfr.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pool as the JDK's scheduler is one, with workers that compute, hold their thread in a wait, or have nothing to do. */
class SchedulerStateTest {
    private final ForkJoinPool pool = new ForkJoinPool(
            2, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true, 0, 2, 1, p -> true, 30, TimeUnit.SECONDS);
    private final List<Thread> workers = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(2);
    private final SchedulerState state = new SchedulerState(CarrierBlocking.find());
    private volatile boolean stop;

    @AfterEach
    void end() {
        stop = true;
        pool.shutdownNow();
    }

    private void occupyAndQueue(Runnable work, int queued) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                workers.add(Thread.currentThread());
                begun.countDown();
                while (!stop) {
                    work.run();
                }
            });
        }
        begun.await();
        for (int i = 0; i < queued; i++) {
            pool.execute(() -> {});
        }
    }

    private void read() {
        state.read(workers);
    }

    @Test
    void carriersThatComputeAreMountedAndTheRestIsQueued() throws Exception {
        occupyAndQueue(() -> {}, 5);
        read();
        assertThat(state.parallelism()).isEqualTo(2);
        assertThat(state.carriers()).isEqualTo(2);
        assertThat(state.mounted()).isEqualTo(2);
        assertThat(state.pinned()).isZero();
        assertThat(state.queued()).isEqualTo(5);
    }

    @Test
    void carriersThatWaitWithTheirVirtualThreadArePinned() throws Exception {
        occupyAndQueue(() -> LockSupport.park(this), 0);
        awaitState(Thread.State.WAITING);
        read();
        assertThat(state.mounted()).isEqualTo(2);
        assertThat(state.pinned()).isEqualTo(2);
    }

    @Test
    void carriersThatWaitForWorkAreNeitherMountedNorPinned() throws Exception {
        occupyAndQueue(() -> {}, 0);
        stop = true;
        for (Thread worker : workers) {
            while (LockSupport.getBlocker(worker) != pool) {
                Thread.onSpinWait();
            }
        }
        read();
        assertThat(state.carriers()).isEqualTo(2);
        assertThat(state.mounted()).isZero();
        assertThat(state.pinned()).isZero();
        assertThat(state.queued()).isZero();
    }

    @Test
    void carriersOfSeveralPoolsAreEachAskedForTheirOwnAndSummedUp() throws Exception {
        ForkJoinPool other = new ForkJoinPool(3);
        try {
            occupyAndQueue(() -> {}, 5);
            Thread idle = other.submit(Thread::currentThread).get();
            while (LockSupport.getBlocker(idle) != other) {
                Thread.onSpinWait();
            }
            workers.add(idle);
            read();
            assertThat(state.parallelism()).isEqualTo(5);
            assertThat(state.carriers()).isEqualTo(3);
            assertThat(state.mounted()).isEqualTo(2);
            assertThat(state.pinned()).isZero();
            assertThat(state.queued()).isEqualTo(5);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void withoutCarriersNothingIsMountedOrQueued() throws Exception {
        occupyAndQueue(() -> {}, 5);
        read();
        state.read(List.of());
        assertThat(state.carriers()).isZero();
        assertThat(state.mounted()).isZero();
        assertThat(state.pinned()).isZero();
        assertThat(state.queued()).isZero();
        assertThat(state.parallelism()).isEqualTo(2);
    }

    private void awaitState(Thread.State wanted) {
        for (Thread worker : workers) {
            while (worker.getState() != wanted) {
                Thread.onSpinWait();
            }
        }
    }
}
