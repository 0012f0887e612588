package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.accounting.exit.ThreadExitAccounting;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.rusage.ResourceUsage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ending threads leave to the sampler is reported once and as theirs, whatever a sample has seen of them before. */
class ThreadExitKernelTest {
    private static final ThreadMXBean CLOCKS = ManagementFactory.getThreadMXBean();

    private final List<String> reported = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final AtomicLong reportedOnCpu = new AtomicLong();
    private final AtomicLong emittedTime = new AtomicLong();

    /** Accounts for itself as an exiting thread does, while still there, and then ends when it is let. */
    private static final class Exiting extends Thread {
        final CompletableFuture<Integer> hasRun = new CompletableFuture<>();
        final CountDownLatch mayEnd = new CountDownLatch(1);
        final CountDownLatch hasReported = new CountDownLatch(1);
        final CountDownLatch mayDie = new CountDownLatch(1);
        final AtomicLong lifetime = new AtomicLong();
        final AtomicLong onCpu = new AtomicLong();
        private final ThreadExitAccounting exits;
        private ResourceUsage own;

        Exiting(String name, ThreadExitAccounting exits) {
            super(name);
            this.exits = exits;
            start();
        }

        @Override
        public void run() {
            try {
                spin(System.nanoTime() + 5_000_000);
                hasRun.complete(HostSystemCalls.get().gettid());
                mayEnd.await();
                spin(System.nanoTime() + 5_000_000);
                CLOCKS.getCurrentThreadCpuTime(); // brings what getrusage reports up to date
                own = ResourceUsage.ofThread();
                exits.account(life -> {
                    lifetime.set(life.length());
                    onCpu.set(life.userTime() + life.systemTime());
                });
                hasReported.countDown();
                mayDie.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void spin(long end) {
            while (System.nanoTime() < end) {
                onSpinWait();
            }
        }

        /** Until it sleeps: the counters of one that runs are late by up to a tick, which then fits no later interval. */
        void awaitSleep() throws Exception {
            while (!Files.readString(task().resolve("stat")).contains(" S ")) {
                onSpinWait();
            }
        }

        /** Until the kernel has it no more: what is left of it would end once more for the accounting that comes next. */
        void awaitGone() throws Exception {
            while (Files.exists(task())) {
                onSpinWait();
            }
        }

        private Path task() throws Exception {
            return Path.of("/proc/self/task/" + hasRun.get());
        }

        void report() throws InterruptedException {
            mayEnd.countDown();
            hasReported.await();
        }

        void die() throws InterruptedException {
            mayDie.countDown();
            join();
        }
    }

    /** Does nothing until it ends, and says nothing then. */
    private static final class Parked extends Thread {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private volatile int tid;

        Parked(String name) throws InterruptedException {
            super(name);
            start();
            started.await();
        }

        @Override
        public void run() {
            tid = HostSystemCalls.get().gettid();
            started.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The task outlives the Java thread by a little. */
        void endWholly() throws InterruptedException {
            mayEnd.countDown();
            join();
            while (Files.exists(Path.of("/proc/self/task/" + tid))) {
                sleep(1);
            }
        }
    }

    /** What becomes of the thread between the samples. */
    private enum Course {
        NEVER_SEEN,
        SEEN_AND_GONE,
        SEEN_AND_STILL_THERE,
        NEVER_SEEN_AND_STILL_THERE,
        SEEN_AND_FOUND_GONE_BY_A_RECHECK
    }

    @ParameterizedTest
    @EnumSource
    void isReportedOnceAsItsOwn(Course course) throws Exception {
        check(course, SourceChoice.AUTO);
    }

    @ParameterizedTest
    @EnumSource
    void isReportedOnceAsItsOwnByProcfs(Course course) throws Exception {
        check(course, SourceChoice.PROCFS);
    }

    /** A recording that begins later hears nothing of who exited when nobody sampled, nor of who ended long before. */
    @Test
    void whoEndedWhileNobodySampledIsNotReported() throws Exception {
        try (Accounting accounting = Accounting.open(SourceChoice.AUTO)) {
            Sampler sampler = accounting.sampler();
            sampler.open(EnumSet.of(Records.DELAYS));
            Parked silent = new Parked("silent");
            sampler.sample();
            sampler.sample();
            sampler.close(Records.DELAYS);
            silent.endWholly();
            sampler.open(EnumSet.of(Records.DELAYS));
            sampler.sample();
            sampler.emitLifetimes(life -> reported.add(life.thread().name()));
            sampler.emitDelays(true, interval -> reported.add(interval.thread().name()));
            assertThat(reported).isNotEmpty().doesNotContain("silent");
            Parked heard = new Parked("heard");
            sampler.sample();
            sampler.sample();
            heard.endWholly();
            sampler.sample();
            sampler.emitLifetimes(life -> reported.add("end of " + life.thread().name()));
            assertThat(reported).contains("end of heard");
        }
    }

    /** A native thread may have detached and live on: it is sampled, but its end was reported. */
    @ParameterizedTest
    @EnumSource(names = {"TASKSTATS", "PROCFS"})
    void whoHasReportedItsEndBeforeTheFirstSampleIsSampledAndNotReportedAgain(SourceChoice source) throws Exception {
        try (Accounting accounting = Accounting.open(source)) {
            Sampler sampler = accounting.sampler();
            Exiting thread = new Exiting("ending", accounting.exitAccounting());
            thread.report();
            assertThat(thread.lifetime.get()).isPositive();
            sampler.open(EnumSet.of(Records.DELAYS));
            thread.awaitSleep();
            sampler.sample();
            sampler.emitDelays(true, interval -> reported.add(interval.thread().name()));
            assertThat(reported).contains("ending");
            thread.die();
            thread.awaitGone();
            for (int i = 0; i < 3; i++) {
                sampler.sample();
                sampler.emitLifetimes(
                        life -> reported.add("end of " + life.thread().name()));
            }
            assertThat(reported).doesNotContain("end of ending");
        }
    }

    private void check(Course course, SourceChoice source) throws Exception {
        long checkedAt = System.nanoTime();
        try (Accounting accounting =
                Accounting.open(source, Optional.of(HostSystemCalls.get()), "", DelayAccounting.now(), checkedAt)) {
            Sampler sampler = accounting.sampler();
            accounting.exitAccounting().account(null); // links the code, and opens what the next will use
            sampler.open(EnumSet.of(Records.DELAYS));
            Exiting thread = new Exiting("ending", accounting.exitAccounting());
            thread.awaitSleep();
            switch (course) {
                case NEVER_SEEN:
                    thread.report();
                    thread.die();
                    break;
                case SEEN_AND_GONE:
                    sample(sampler);
                    sample(sampler);
                    thread.report();
                    thread.die();
                    break;
                case SEEN_AND_STILL_THERE:
                    sample(sampler);
                    sample(sampler);
                    thread.report();
                    break;
                case NEVER_SEEN_AND_STILL_THERE:
                    thread.report();
                    break;
                default:
                    sample(sampler);
                    sample(sampler);
                    assertThat(tasks).isNotEmpty();
                    Task task = tasks.get(tasks.size() - 1);
                    task.observer().watch(task.counters(), task.counters().time() + 60_000_000_000L, 0);
                    thread.report();
                    thread.die();
                    sampler.recheckBlockIo();
                    break;
            }
            sample(sampler);
            sample(sampler);
            thread.die();
            thread.awaitGone();
            sample(sampler);
            sampler.emitLifetimes(life -> reported.add(
                    "end by " + life.exitSource() + " " + life.thread().name()));
            assertThat(reported)
                    .as("who has reported its exit is not reported by others")
                    .noneMatch(s -> s.contains("ending"));
            boolean procfs = accounting.source().equals("procfs"); // whatever was asked for
            // By procfs counters and clock are read one after the other: what does not fit between two samples is left.
            assertThat(thread.onCpu.get() - reportedOnCpu.get()).isBetween(0L, procfs ? 5_000_000L : 0L);
            // By procfs the start of a thread that was seen is known to 10 ms.
            assertThat(emittedTime.get()).isCloseTo(thread.lifetime.get(), within(procfs ? 10_000_000L : 20_000L));
            long own = thread.own.userTime().plus(thread.own.systemTime()).toNanos();
            assertThat(thread.onCpu.get()).isBetween(own - 1000, own + 4_000_000);
        }
    }

    private void sample(Sampler sampler) {
        sampler.sample();
        sampler.emitDelays(true, interval -> {
            if (interval.thread().name().equals("ending")) {
                tasks.add((Task) interval.thread());
                reportedOnCpu.addAndGet(interval.userTime() + interval.systemTime());
                emittedTime.addAndGet(interval.length());
            }
        });
    }
}
