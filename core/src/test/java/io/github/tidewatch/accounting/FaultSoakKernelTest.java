package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.accounting.exit.ThreadExitAccounting;
import io.github.tidewatch.counters.AccountingException;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.intervals.SampledThread;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.testing.RequiresCpus;
import io.github.tidewatch.testing.RequiresProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A sampler on a kernel that keeps failing: nothing is thrown, nothing is reported that is not so, nothing leaks. For some
 * seconds; until {@code -Dtidewatch.faults=1000000} faults have been injected, if so many are asked for.
 */
@RequiresProgram("taskset")
@RequiresCpus(2)
class FaultSoakKernelTest {
    private static final long FAULTS = Long.getLong("tidewatch.faults", 0);
    private static final long SOAK = 10_000_000_000L;
    private static final int SAMPLES = 60;
    private static final int ROUNDS = 5;
    private static final int CROWD = 60;
    private static final long TICK = 10_000_000;

    private final FaultyCalls calls = new FaultyCalls(20261124);
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong exits = new AtomicLong();
    private final AtomicLong exitsReported = new AtomicLong();
    private int roundsWithoutSleep;
    private long onCpu;
    private long cpuDelay;
    private long waited;

    private long intervals;
    private long begun;
    private long end;
    private long length;

    @Tag("exhaustive")
    @Test
    void reportsTheTruthOrNothing() throws Exception {
        long heap = 0;
        int descriptors = 0;
        int rounds = 0;
        int fallen = 0;
        List<Worker> crowd = new ArrayList<>();
        long until = System.nanoTime() + SOAK;
        try (Worker worker = new Worker("worker", Workbench::compute);
                Worker rival = new Worker("rival", Workbench::compute);
                Worker another = new Worker("another rival", Workbench::compute);
                Worker sleeper = new Worker("sleeper", FaultSoakKernelTest::sleep)) {
            for (int i = 0; i < CROWD; i++) {
                crowd.add(new Worker("one of many", stop -> {}));
            }
            Workbench.pin(worker.tid(), 1);
            Workbench.pin(rival.tid(), 1);
            Workbench.pin(another.tid(), 1);
            rival.go();
            another.go();
            worker.go();
            while (rounds < ROUNDS || System.nanoTime() < until || calls.injected.get() < FAULTS) {
                fallen += round(worker.tid(), sleeper.tid()) ? 1 : 0;
                if (++rounds == 3) {
                    heap = usedHeap();
                    descriptors = openDescriptors();
                }
            }
        } finally {
            crowd.forEach(Worker::close);
        }
        System.out.printf(
                "%d faults in %d rounds, in %d of them procfs took over; in %d the worker never slept;"
                        + " %d of %d exits reported; heap %+d kB, descriptors %+d%n",
                calls.injected.get(),
                rounds,
                fallen,
                roundsWithoutSleep,
                exitsReported.get(),
                exits.get(),
                (usedHeap() - heap) / 1024,
                openDescriptors() - descriptors);
        assertThat(wrong).isEmpty();
        assertThat(roundsWithoutSleep).isPositive();
        assertThat(exitsReported).hasPositiveValue();
        assertThat(calls.injected.get()).isGreaterThan(5_000);
        assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors + 2);
        assertThat(usedHeap() - heap).isLessThan(4 << 20);
    }

    /** Returns whether taskstats was given up. */
    private boolean round(int busy, int idle) throws Exception {
        onCpu = 0;
        cpuDelay = 0;
        waited = 0;
        intervals = 0;
        length = 0;
        calls.rate = 0;
        try (Accounting accounting =
                Accounting.open(SourceChoice.AUTO, Optional.of(calls), "", DelayAccounting.now(), System.nanoTime())) {
            Sampler sampler = accounting.sampler();
            long sleeps = sleeps(busy);
            long opened = System.nanoTime();
            SchedStat before = Workbench.schedstat(busy);
            sampler.open(EnumSet.of(Records.DELAYS));
            SchedStat begin = Workbench.schedstat(busy);
            long from = System.nanoTime();
            calls.rate = 0.3;
            for (int i = 0; i < SAMPLES; i++) {
                Thread ending = new Thread(() -> exitWith(accounting.exitAccounting()), "ending");
                ending.start();
                Thread.sleep(1);
                sampler.sample();
                sampler.emitDelays(false, interval -> take(interval, busy, idle));
                ending.join();
            }
            calls.rate = 0;
            long to = System.nanoTime();
            SchedStat last = Workbench.schedstat(busy);
            sampler.sample();
            sampler.emitDelays(true, interval -> take(interval, busy, idle));
            SchedStat after = Workbench.schedstat(busy);
            long wall = System.nanoTime() - opened;
            within("time on CPU", onCpu, last.onCpu() - begin.onCpu(), after.onCpu() - before.onCpu());
            // Of the wait that goes on at either end the kernel reports too late. What a thread that never sleeps has
            // to
            // wait for is a CPU, so that its time off CPU is the witness.
            boolean neverSlept = sleeps(busy) == sleeps;
            roundsWithoutSleep += neverSlept ? 1 : 0;
            long least = neverSlept ? to - from - (after.onCpu() - before.onCpu()) : 0;
            within("CPU delay", cpuDelay, least, wall - (last.onCpu() - begin.onCpu()));
            if (neverSlept && waited > 1_000_000) {
                wrong.add("voluntary wait, in " + waited + " ns, of a thread that never slept");
            }
            // Records need not come in the order of their time, but follow each other without gap or overlap.
            if (Math.abs(length - (end - begun)) > 1_000_000) {
                wrong.add("records of " + length + " ns in " + (end - begun));
            }
            return accounting
                    .noTaskstats()
                    .filter(why -> why.contains("failed"))
                    .isPresent();
        }
    }

    /** What an ending thread of the application's does. */
    private void exitWith(ThreadExitAccounting exitAccounting) {
        try {
            Workbench.spinFor(200_000);
            exits.incrementAndGet();
            long begin = System.nanoTime();
            exitAccounting.account(life -> {
                exitsReported.incrementAndGet();
                long parts = life.userTime() + life.systemTime() + life.cpuDelay() + life.blockIoDelay();
                if (life.thread().javaThread() != Thread.currentThread() || life.waitTime() < 0) {
                    wrong.add("an end that is not the thread's own: "
                            + life.thread().name());
                }
                if (parts + life.waitTime() != life.length() || parts < 200_000 - TICK) {
                    wrong.add("a life of " + life.length() + " ns with parts of " + parts);
                }
            });
            if (System.nanoTime() - begin > 10_000_000_000L) {
                wrong.add("an end that hangs");
            }
        } catch (Throwable e) {
            wrong.add("an end fails with " + e);
        }
    }

    private void take(Interval interval, int busy, int idle) {
        SampledThread thread = interval.thread();
        if (interval.waitTime() < 0
                || interval.userTime() < 0
                || interval.systemTime() < 0
                || interval.cpuDelay() < 0) {
            wrong.add("parts of " + thread.name());
        }
        if (thread.tid() == idle && interval.userTime() + interval.systemTime() > TICK) {
            wrong.add("another thread's time on CPU for the one that sleeps");
        }
        if (thread.tid() == busy) {
            if (!thread.name().equals("worker")) {
                wrong.add("another thread's name: " + thread.name());
            }
            long until = interval.begin() + interval.length();
            begun = intervals == 0 ? interval.begin() : Math.min(begun, interval.begin());
            end = intervals == 0 ? until : Math.max(end, until);
            length += interval.length();
            onCpu += interval.userTime() + interval.systemTime();
            cpuDelay += interval.cpuDelay();
            waited += interval.waitTime();
            intervals++;
        }
    }

    private void within(String what, long is, long least, long most) {
        if (intervals == 0 || is < least - TICK || is > most + TICK) {
            wrong.add(what + " " + is + " and not " + least + " to " + most);
        }
    }

    /** How often the thread gave up its CPU to wait. */
    private static long sleeps(int tid) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/task/" + tid + "/status")).stream()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    @Test
    void opensOrSaysWhyNotAndLeaksNothing() {
        int opened = 0;
        int descriptors = openDescriptors();
        for (int i = 0; i < 300; i++) {
            calls.rate = 0.1;
            try (Accounting accounting = Accounting.open(
                    SourceChoice.AUTO, Optional.of(calls), "", DelayAccounting.now(), System.nanoTime())) {
                calls.rate = 0;
                accounting.sampler().sample();
                opened++;
            } catch (SystemCallException | AccountingException e) {
                assertThat(e).hasMessageContaining("/proc");
            }
        }
        System.out.println(opened + " of 300 openings succeeded");
        assertThat(opened).isBetween(100, 299);
        assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors + 2);
    }

    private static void sleep(AtomicBoolean stop) throws InterruptedException {
        while (!stop.get()) {
            Thread.sleep(20);
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static int openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }
}
