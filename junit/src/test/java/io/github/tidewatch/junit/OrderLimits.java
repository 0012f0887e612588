package io.github.tidewatch.junit;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The example of docs/regressions.md; run by {@link AssertAccountingJvmTest}, with the agent. */
class OrderLimits {
    private final AtomicInteger threads = new AtomicInteger();

    @Test
    @AssertAccounting({"monitorWait(order-*) < 5 %", "blockIoDelay(order-*) < 10 %"})
    void ordersDoNotWaitForEachOther() throws Exception {
        ExecutorService pool =
                Executors.newFixedThreadPool(2, task -> new Thread(task, "order-" + threads.incrementAndGet()));
        Callable<Long> order = () -> LongStream.range(0, 10_000_000).sum();
        for (Future<Long> result : pool.invokeAll(Collections.nCopies(20, order))) {
            result.get();
        }
        pool.shutdown();
    }
}
