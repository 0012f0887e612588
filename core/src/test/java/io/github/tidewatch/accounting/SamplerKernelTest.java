package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.host.Steal;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.SchedStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of every source, with {@code schedstat} as the witness. */
class SamplerKernelTest {
    private final SystemCalls calls = HostSystemCalls.get();

    private static final class Sum {
        private final Map<String, long[]> byThread = new HashMap<>();

        void take(Interval interval) {
            long[] sum = byThread.computeIfAbsent(
                    interval.thread().tid() + " " + interval.thread().name(), k -> new long[6]);
            assertThat(interval.userTime()).isNotNegative();
            assertThat(interval.systemTime()).isNotNegative();
            assertThat(interval.cpuDelay()).isNotNegative();
            assertThat(interval.blockIoDelay()).isNotNegative();
            assertThat(interval.waitTime()).isNotNegative();
            sum[0] += interval.length();
            sum[1] += interval.userTime() + interval.systemTime();
            sum[2] += interval.cpuDelay();
            sum[3] += interval.waitTime();
            // A wait may go on over more than one sample, and an idle gap before it is reported at the end.
            boolean goesOn = interval.pendingCpuDelay() == interval.length() || interval.begin() < sum[5];
            sum[4] = interval.pendingCpuDelay() + (goesOn ? sum[4] : 0);
            sum[5] = interval.begin();
        }
    }

    @ParameterizedTest
    @EnumSource(SourceChoice.class)
    void spinnersWaitForTheCpuAsSchedstatSays(SourceChoice choice) throws Exception {
        int spinners = 2 * Runtime.getRuntime().availableProcessors();
        AtomicBoolean stop = new AtomicBoolean();
        List<Integer> tids = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        Map<Integer, Long> began = new ConcurrentHashMap<>();
        for (int i = 0; i < spinners; i++) {
            CountDownLatch started = new CountDownLatch(1);
            Thread thread = new Thread(
                    () -> {
                        int tid = calls.gettid();
                        synchronized (tids) {
                            tids.add(tid);
                        }
                        started.countDown();
                        Workbench.compute(stop, () -> began.put(tid, System.nanoTime() - accounted(tid)));
                    },
                    "spinner-" + i);
            threads.add(thread);
            thread.start();
            started.await();
        }
        Sum sum = new Sum();
        Map<Integer, SchedStat[]> witness = new HashMap<>();
        Map<Integer, Long> waitsSince = new HashMap<>();
        while (began.size() < spinners) {
            Thread.sleep(1);
        }
        long stolenBefore;
        try (Accounting accounting = Accounting.open(choice)) {
            Sampler sampler = accounting.sampler();
            stolenBefore = Steal.ofAllCpus();
            readWitness(tids, witness, 0);
            sampler.open(EnumSet.of(Records.DELAYS));
            readWitness(tids, witness, 1);
            for (int tid : tids) {
                // It has never slept: what the kernel has not accounted for is a wait that goes on, and began before.
                waitsSince.put(tid, Math.max(0, System.nanoTime() - accounted(tid) - began.get(tid)));
            }
            for (int i = 0; i < 20; i++) {
                Thread.sleep(100);
                if (i == 19) {
                    readWitness(tids, witness, 2);
                }
                sampler.sample();
                if (i == 19) {
                    readWitness(tids, witness, 3);
                }
                sampler.emitDelays(i == 19, sum::take);
            }
        } finally {
            stop.set(true);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        // No counter has it; of a thread that did not sleep it is reported as delay.
        long stolen = Steal.ofAllCpus() - stolenBefore;
        for (int i = 0; i < spinners; i++) {
            long[] emitted = sum.byThread.get(tids.get(i) + " spinner-" + i);
            SchedStat[] seen = witness.get(tids.get(i));
            assertThat(emitted).as("spinner-%d of %s", i, sum.byThread.keySet()).isNotNull();
            // The witness read right before and right after the sampler, at both ends, however long that took.
            double tolerance = emitted[0] * 0.02;
            assertThat((double) emitted[1])
                    .as("on CPU, of %s", Arrays.toString(emitted))
                    .isBetween(
                            seen[2].onCpu() - seen[1].onCpu() - tolerance,
                            seen[3].onCpu() - seen[0].onCpu() + tolerance);
            // schedstat does not have yet what is pending at the end.
            assertThat((double) emitted[2] - emitted[4])
                    .as("CPU delay, of %s", Arrays.toString(emitted))
                    .isBetween(
                            seen[2].runDelay() - seen[1].runDelay() - waitsSince.get(tids.get(i)) - tolerance,
                            seen[3].runDelay() - seen[0].runDelay() + tolerance + stolen);
            assertThat((double) emitted[3]).isCloseTo(0, within(tolerance + stolen));
        }
    }

    /** Time on a CPU, or waiting for one. */
    private static long accounted(int tid) {
        try {
            SchedStat now = Workbench.schedstat(tid);
            return now.onCpu() + now.runDelay();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readWitness(List<Integer> tids, Map<Integer, SchedStat[]> witness, int at) throws Exception {
        for (int tid : tids) {
            witness.computeIfAbsent(tid, t -> new SchedStat[4])[at] = Workbench.schedstat(tid);
        }
    }

    @ParameterizedTest
    @EnumSource(SourceChoice.class)
    void noThreadIsReportedAnothersNumbersWhileThousandsComeAndGo(SourceChoice choice) throws Exception {
        // Each worker spins its own number of milliseconds per round; all others of the process are known by name.
        int workers = 500;
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch go = new CountDownLatch(1);
        Map<String, Long> own = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            int work = i;
            Thread thread = new Thread(() -> work(work, go, done, own, stop), "worker-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        Thread churn = new Thread(() -> churn(stop, own), "churn");
        Sum sum = new Sum();
        try (Accounting accounting = Accounting.open(choice)) {
            Sampler sampler = accounting.sampler();
            sampler.open(EnumSet.of(Records.DELAYS));
            churn.start();
            go.countDown();
            do {
                Thread.sleep(50);
                sampler.sample();
                sampler.emitDelays(false, sum::take);
            } while (done.getCount() > 0 || own.getOrDefault("churned", 0L) < 7000);
            sampler.sample();
            sampler.emitDelays(true, sum::take);
        } finally {
            stop.set(true);
        }
        churn.join();
        for (Thread thread : threads) {
            thread.join();
        }
        int checked = 0;
        for (Map.Entry<String, long[]> entry : sum.byThread.entrySet()) {
            String name = entry.getKey().substring(entry.getKey().indexOf(' ') + 1);
            if (name.startsWith("worker-")) {
                int tid = Integer.parseInt(
                        entry.getKey().substring(0, entry.getKey().indexOf(' ')));
                assertThat((long) tid).as(name).isEqualTo(own.get(name + " tid"));
                // By its own CPU clock: at least what it did, at most all that it used in its life.
                assertThat((double) entry.getValue()[1])
                        .as(name)
                        .isBetween(own.get(name) - 100_000.0, own.get(name + " life") + 100_000.0);
                checked++;
            } else if (name.startsWith("short-")) {
                assertThat(entry.getValue()[1]).as(name).isLessThan(20_000_000);
            }
        }
        assertThat(checked).isEqualTo(workers);
    }

    private void work(int work, CountDownLatch go, CountDownLatch done, Map<String, Long> own, AtomicBoolean stop) {
        String name = Thread.currentThread().getName();
        own.put(name + " tid", (long) calls.gettid());
        try {
            go.await();
            long begin = cpuTime();
            long now = begin;
            while (now - begin < work * 20_000L) {
                now = cpuTime();
            }
            own.put(name, now - begin);
            done.countDown();
            while (!stop.get()) {
                Thread.sleep(100);
            }
            own.put(name + " life", cpuTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long cpuTime() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void churn(AtomicBoolean stop, Map<String, Long> own) {
        for (long n = 0; !stop.get(); n++) {
            Thread thread = new Thread(() -> {}, "short-" + n);
            thread.start();
            own.put("churned", n);
        }
    }
}
