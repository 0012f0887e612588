package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The tasks are listed only when they are not the ones that are known. */
class TaskTableKernelTest {
    private final AtomicInteger listings = new AtomicInteger();

    /** This machine's system calls; each listing is counted. */
    private final SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(
            SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("lseek")) {
                    listings.incrementAndGet();
                }
                try {
                    return method.invoke(HostSystemCalls.get(), arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });

    @Test
    void aListingIsMadeWhenThreadsComeAndGoAndNotOtherwise() throws Exception {
        try (Accounting accounting =
                Accounting.open(SourceChoice.AUTO, Optional.of(calls), "", DelayAccounting.now(), System.nanoTime())) {
            Sampler sampler = accounting.sampler();
            sampler.open(EnumSet.of(Records.DELAYS));
            int samples = 0;
            int before;
            do { // the JVM's own threads come and go
                before = listings.get();
                for (int i = 0; i < 10; i++) {
                    seen(sampler);
                }
            } while (listings.get() != before && ++samples < 100);
            assertThat(listings.get()).as("after ten samples without a listing").isEqualTo(before);

            Set<Integer> workers = new HashSet<>();
            for (int i = 0; i < 5; i++) { // one ends and another begins: as many as before
                try (Worker worker = new Worker("one of several", stop -> {})) {
                    workers.add(worker.tid());
                    assertThat(seen(sampler)).as("the threads of sample %d", i).contains(worker.tid());
                }
            }
            assertThat(workers).hasSize(5);
            assertThat(listings.get()).isGreaterThanOrEqualTo(before + 5);
        }
    }

    /** Of threads of which nothing is known in Java, reading those that are known must show that one is gone. */
    @Test
    void whoTakesTheirPlaceIsFoundInTheSameSample() throws Exception {
        int own = calls.getpid();
        try (Accounting accounting =
                Accounting.ofProcess(own, SourceChoice.AUTO, Optional.of(calls), "", DescriptorBudget.of(100))) {
            Sampler sampler = accounting.sampler();
            sampler.open(EnumSet.of(Records.DELAYS));
            for (int i = 0; i < 20; i++) {
                try (Worker worker = new Worker("one of many", stop -> {})) {
                    assertThat(seen(sampler)).as("the threads of sample %d", i).contains(worker.tid());
                }
            }
        }
    }

    /** Threads that a sample has intervals of. */
    private static Set<Integer> seen(Sampler sampler) {
        Set<Integer> tids = new HashSet<>();
        sampler.sample();
        sampler.emitDelays(true, interval -> tids.add(interval.thread().tid()));
        return tids;
    }
}
