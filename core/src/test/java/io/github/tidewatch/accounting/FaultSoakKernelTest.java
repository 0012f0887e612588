package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.SchedStat;
import java.io.File;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A sampler on a kernel that keeps failing: nothing is thrown, nothing is told that is not so, nothing leaks. */
class FaultSoakKernelTest {
    private static final long SOAK = 12_000_000_000L;
    private static final long TICK = 10_000_000;

    private final FaultyCalls calls = new FaultyCalls(20261124);
    private final List<String> wrong = new ArrayList<>();
    private long onCpu;
    private long cpuDelay;

    private long told;
    private long begun;
    private long end;
    private long length;

    @Test
    void tellsTheTruthOrNothing() throws Exception {
        long heap = 0;
        int descriptors = 0;
        int rounds = 0;
        int fallen = 0;
        long until = System.nanoTime() + SOAK;
        try (Worker worker = new Worker("worker", Workbench::compute);
                Worker sleeper = new Worker("sleeper", FaultSoakKernelTest::sleep)) {
            worker.go();
            while (System.nanoTime() < until) {
                fallen += round(worker.tid(), sleeper.tid()) ? 1 : 0;
                if (++rounds == 3) {
                    heap = usedHeap();
                    descriptors = openDescriptors();
                }
            }
        }
        System.out.printf(
                "%d faults in %d rounds, in %d of them procfs took over; heap %+d kB, descriptors %+d%n",
                calls.injected, rounds, fallen, (usedHeap() - heap) / 1024, openDescriptors() - descriptors);
        assertThat(wrong).isEmpty();
        assertThat(rounds).isGreaterThan(3);
        assertThat(calls.injected).isGreaterThan(1000);
        assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors + 2);
        assertThat(usedHeap() - heap).isLessThan(4 << 20);
    }

    /** Returns whether taskstats was given up. */
    private boolean round(int busy, int idle) throws Exception {
        onCpu = 0;
        cpuDelay = 0;
        told = 0;
        length = 0;
        calls.rate = 0;
        try (Accounting accounting =
                Accounting.open(SourceChoice.AUTO, Optional.of(calls), "", DelayAccounting.now(), System.nanoTime())) {
            Sampler sampler = accounting.sampler();
            long opened = System.nanoTime();
            SchedStat before = Workbench.schedstat(busy);
            sampler.open(EnumSet.of(Records.DELAYS));
            SchedStat begin = Workbench.schedstat(busy);
            calls.rate = 0.3;
            for (int i = 0; i < 40; i++) {
                Thread.sleep(5);
                sampler.look();
                sampler.tellDelays(false, (task, interval) -> take(task, interval, busy, idle));
            }
            calls.rate = 0;
            SchedStat last = Workbench.schedstat(busy);
            sampler.look();
            sampler.tellDelays(true, (task, interval) -> take(task, interval, busy, idle));
            SchedStat after = Workbench.schedstat(busy);
            long wall = System.nanoTime() - opened;
            within("time on CPU", onCpu, last.onCpu() - begin.onCpu(), after.onCpu() - before.onCpu());
            // Of the wait that goes on at either end the kernel tells too late: what bounds it is the time off CPU.
            within("CPU delay", cpuDelay, 0, wall - (last.onCpu() - begin.onCpu()));
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

    private void take(Task task, Interval interval, int busy, int idle) {
        if (interval.waitTime() < 0
                || interval.userTime() < 0
                || interval.systemTime() < 0
                || interval.cpuDelay() < 0) {
            wrong.add("parts of " + task.name());
        }
        if (task.tid() == idle && interval.userTime() + interval.systemTime() > TICK) {
            wrong.add("another thread's time on CPU for the one that sleeps");
        }
        if (task.tid() == busy) {
            if (!task.name().equals("worker")) {
                wrong.add("another thread's name: " + task.name());
            }
            long until = interval.begin() + interval.length();
            begun = told == 0 ? interval.begin() : Math.min(begun, interval.begin());
            end = told == 0 ? until : Math.max(end, until);
            length += interval.length();
            onCpu += interval.userTime() + interval.systemTime();
            cpuDelay += interval.cpuDelay();
            told++;
        }
    }

    private void within(String what, long is, long least, long most) {
        if (told == 0 || is < least - TICK || is > most + TICK) {
            wrong.add(what + " " + is + " and not " + least + " to " + most);
        }
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
                accounting.sampler().look();
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
