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
}
