package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.testing.Skip;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sample of one thread more costs when all is opened and known: no object. */
class SteadyStateKernelTest {
    private static final ThreadMXBean HEAP = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FEW = 30;
    private static final int MANY = 130;

    /** Five files of each thread, those of the JVM included: else they are opened again and again. */
    private static final int DESCRIPTORS = 5 * (MANY + 50);

    /** Of what is read of a thread, all is open by then. */
    private static final int WARM = 20;

    private static final int SAMPLES = 20;

    /** The JVM lists its threads in an array of references: less than the smallest object for each. */
    private static final int SMALLEST_OBJECT = 16;

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stop;
    private long emitted;

    private final RecordSink counter = new RecordSink() {
        @Override
        public void delays(Interval interval) {
            emitted++;
        }

        @Override
        public void usage(Interval interval) {
            emitted++;
        }
    };

    @ParameterizedTest
    @EnumSource(SourceChoice.class)
    void aThreadMoreIsNoObjectMore(SourceChoice choice) throws Exception {
        int descriptors = DescriptorBudget.ofThisProcess().free();
        Skip.unless(
                descriptors >= DESCRIPTORS,
                "of this process' descriptors, Tidewatch keeps no more than " + descriptors);
        try (Accounting accounting = Accounting.open(choice)) {
            Sampler sampler = accounting.sampler();
            sampler.open(EnumSet.allOf(Records.class));
            start(FEW);
            long few = leastAllocated(sampler);
            start(MANY - FEW);
            long many = leastAllocated(sampler);
            System.out.println(choice + ": a sample allocates " + few + " bytes at " + FEW
                    + " threads more than the JVM's, " + many + " at " + MANY);
            assertThat(emitted).as("records were emitted").isGreaterThan(MANY);
            assertThat((double) (many - few) / (MANY - FEW)).isLessThan(SMALLEST_OBJECT);
        } finally {
            stop = true;
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
                thread.join();
            }
        }
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(
                    () -> {
                        while (!stop) {
                            LockSupport.park();
                        }
                    },
                    "steady-" + threads.size());
            threads.add(thread);
            thread.start();
        }
    }

    /** The least of some samples the same threads, a tenth of which ran: what else happens once can only be more. */
    @SuppressWarnings("deprecation") // getId, which JDK 19 renamed: this runs on 11
    private long leastAllocated(Sampler sampler) throws InterruptedException {
        long self = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < WARM + SAMPLES; i++) {
            for (int k = i % 10; k < threads.size(); k += 10) {
                LockSupport.unpark(threads.get(k));
            }
            Thread.sleep(5);
            long before = HEAP.getThreadAllocatedBytes(self);
            sampler.sample(EnumSet.allOf(Records.class), false, counter);
            if (i >= WARM) {
                least = Math.min(least, HEAP.getThreadAllocatedBytes(self) - before);
            }
        }
        return least;
    }
}
