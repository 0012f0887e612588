package io.github.tidewatch.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.junit.jupiter.api.Test;

class CarrierThreadsTest {

    @Test
    void aWorkerOfAnOrdinaryPoolIsNoCarrier() {
        assertThat(CarrierThreads.isCarrier(Thread.currentThread())).isFalse();
        ForkJoinTask<Boolean> ofWorker =
                ForkJoinPool.commonPool().submit(() -> CarrierThreads.isCarrier(Thread.currentThread()));
        assertThat(ofWorker.join()).isFalse();
    }

    @Test
    void aThreadOfThatClassThatIsNoWorkerOfAPoolIsNoCarrier() {
        assertThat(CarrierThreads.isWorker(new Thread(() -> {}), "java.lang.Thread"))
                .isFalse();
        ForkJoinPool pool = new ForkJoinPool(1); // one's own: of the common pool this thread may run the task itself
        ForkJoinTask<Boolean> ofWorker = pool.submit(() -> CarrierThreads.isWorker(
                Thread.currentThread(), Thread.currentThread().getClass().getName()));
        assertThat(ofWorker.join()).isTrue();
        pool.shutdown();
    }
}
