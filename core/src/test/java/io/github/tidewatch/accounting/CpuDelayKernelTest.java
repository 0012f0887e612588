package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.accounting.Workbench.Recorded;
import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.host.Steal;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.testing.RequiresCgroupV1;
import io.github.tidewatch.testing.RequiresCpus;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.RequiresRoot;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a CPU; the witness is {@code schedstat}. */
class CpuDelayKernelTest {
    @TempDir
    Path directory;

    @Tag("exhaustive")
    @Test
    @RequiresCgroupV1("cpu")
    void aQuotaOfAQuarterIsThreeQuartersOfDelay() throws Exception {
        try (CgroupV1 group = new CgroupV1("cpu");
                Worker spinner = new Worker("quota", Workbench::compute)) {
            group.set("cpu.cfs_period_us", "100000");
            group.set("cpu.cfs_quota_us", "25000");
            group.add(spinner.tid());
            long stolenBefore = Steal.ofAllCpus();
            SchedStat before = Workbench.schedstat(spinner.tid());
            List<Recorded> recorded = Workbench.sample(spinner, 1000, 20_000);
            SchedStat after = Workbench.schedstat(spinner.tid());
            long stolen = Steal.ofAllCpus() - stolenBefore;
            long witnessed = after.runDelay() - before.runDelay();
            long wall = recorded.stream().mapToLong(t -> t.length).sum();
            long onCpu = recorded.stream().mapToLong(t -> t.onCpu).sum();
            long delay = recorded.stream().mapToLong(t -> t.cpuDelay).sum();
            long pending = recorded.get(recorded.size() - 1).pendingCpu;
            System.out.printf(
                    "quota of 25 %%: %.2f %% on CPU, %.2f %% of delay in %d intervals; witnessed %.2f %%, stolen %.2f %%%n",
                    onCpu * 100.0 / wall,
                    delay * 100.0 / wall,
                    recorded.size(),
                    witnessed * 100.0 / wall,
                    stolen * 100.0 / wall);
            // The quota is the most that it gets: competition by others on this machine makes it less, and the delay
            // more.
            assertThat(onCpu * 100.0 / wall).isLessThan(26);
            // Nor is what the hypervisor took in any counter; of a thread that did not sleep it is reported as delay.
            assertThat((delay + stolen) * 100.0 / wall).isGreaterThan(74);
            assertThat((delay + onCpu) * 100.0 / wall).isBetween(99 - stolen * 100.0 / wall, 100.01);
            assertThat(onCpu).isCloseTo(after.onCpu() - before.onCpu(), within(wall / 100));
            assertThat(delay - pending).isBetween(witnessed - wall / 100, witnessed + wall / 100 + stolen);
            assertThat(recorded.stream().mapToLong(t -> t.discarded).sum()).isLessThan(wall / 200);
        }
    }

    @Test
    @RequiresRoot
    @RequiresProgram({"taskset", "chrt"})
    @RequiresCpus(2)
    void starvationShowsWhileItLastsAndIsNotReportedTwice() throws Exception {
        long[] hogged = new long[2];
        CountDownLatch computing = new CountDownLatch(1);
        try (Worker victim = new Worker("victim", stop -> Workbench.compute(stop, computing::countDown));
                Worker hog = new Worker("hog", stop -> {
                    computing.await(); // by then samples are taken
                    Thread.sleep(450);
                    Workbench.computeFor(600_000_000, () -> hogged[0] = System.nanoTime());
                    hogged[1] = System.nanoTime();
                    Thread.sleep(200);
                })) {
            Workbench.pin(victim.tid(), 1);
            Workbench.pin(hog.tid(), 1);
            Workbench.command("chrt", "-f", "-p", "50", String.valueOf(hog.tid()));
            long stolenBefore = Steal.ofCpu(1);
            SchedStat before = Workbench.schedstat(victim.tid());
            hog.go();
            List<Recorded> recorded = Workbench.sampleUntil(hog, victim, 100);
            SchedStat after = Workbench.schedstat(victim.tid());
            recorded.sort(Comparator.comparingLong(t -> t.begin));
            long stolen = Steal.ofCpu(1) - stolenBefore;
            String all = recorded.stream().map(Recorded::toString).collect(Collectors.joining("\n"));
            System.out.println("a FIFO hog of 600 ms from 450 ms on, samples every 100 ms:\n" + all);
            List<Recorded> during = recorded.stream()
                    .filter(t -> t.end() - hogged[0] > 5_000_000 && hogged[1] - t.end() > 5_000_000)
                    .collect(Collectors.toList());
            assertThat(during).as(all).hasSizeGreaterThanOrEqualTo(3);
            for (Recorded interval : during) {
                // At its end the hog has the CPU: what has passed of the wait shows at once.
                long starvedFor = Math.min(interval.length, interval.end() - hogged[0]);
                // From 6.8 on the kernel's fair server may give it the CPU for some moments beside the hog.
                assertThat(interval.cpuDelay + interval.onCpu)
                        .as("%s in%n%s", interval, all)
                        .isGreaterThan((long) (starvedFor * 0.9));
                assertThat(interval.pendingCpu + interval.onCpu)
                        .as("%s in%n%s", interval, all)
                        .isPositive();
            }
            long delay = recorded.stream().mapToLong(t -> t.cpuDelay).sum() - goingOn(recorded);
            long witnessed = after.runDelay() - before.runDelay();
            // What the hypervisor took from that CPU is in no counter; of a thread that did not sleep it is reported as
            // delay.
            assertThat((double) delay)
                    .as("stolen %d, %s", stolen, all)
                    .isBetween(witnessed * 0.95, witnessed * 1.05 + stolen);
        }
    }

    /** No counter of it moves: only its state shows, and that is asked for only where somebody can be waiting. */
    @ParameterizedTest
    @ValueSource(strings = {"this process", "another"})
    @RequiresRoot
    @RequiresProgram({"taskset", "chrt"})
    @RequiresCpus(2)
    void aSleeperThatIsWokenWhileAHogHasItsCpuShowsAtOnce(String hogOf) throws Exception {
        Semaphore alarm = new Semaphore(0);
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch sampled = new CountDownLatch(1);
        Path hogging = directory.resolve("hogging");
        long[] starved = new long[2];
        long[] credited = new long[2];
        try (Worker sleeper = new Worker("sleeper", stop -> {
                    int self = HostSystemCalls.get().gettid();
                    sampled.countDown();
                    long before = Workbench.schedstat(self).runDelay();
                    alarm.acquire();
                    starved[1] = System.nanoTime();
                    credited[0] = Workbench.schedstat(self).runDelay() - before;
                    Workbench.spinFor(120_000_000); // so that samples see what the kernel credits it with
                    credited[1] = Workbench.schedstat(self).runDelay() - before - credited[0];
                    Thread.sleep(200); // who sleeps has been credited with all of its waits
                });
                Worker hog = new Worker("hog", stop -> {
                    sampled.await();
                    Thread.sleep(400); // by then the sleeper sleeps
                    if (hogOf.equals("this process")) {
                        Workbench.compute(over, () -> make(hogging));
                    } else {
                        computeElsewhere(hogging);
                    }
                });
                Worker waker = new Worker("waker", stop -> {
                    while (!Files.exists(hogging)) {
                        Thread.sleep(10);
                    }
                    Thread.sleep(300);
                    alarm.release();
                    starved[0] = System.nanoTime(); // afterwards: this thread may lose its CPU at any moment
                    Thread.sleep(350);
                    over.set(true);
                })) {
            Workbench.pin(sleeper.tid(), 1);
            Workbench.pin(hog.tid(), 1);
            Workbench.pin(waker.tid(), 0);
            Workbench.command("chrt", "-f", "-p", "50", String.valueOf(hog.tid()));
            hog.go();
            waker.go();
            List<Recorded> recorded = Workbench.sampleUntil(sleeper, sleeper, 50);
            String all = recorded.stream()
                    .map(t -> (t.end() - starved[0]) / 1_000_000 + " ms after, " + t)
                    .collect(Collectors.joining("\n"));
            System.out.printf(
                    "woken behind a FIFO hog of %s, had to wait for %d ms, credited %d ms, samples every 50 ms:%n%s%n",
                    hogOf, (starved[1] - starved[0]) / 1_000_000, credited[0] / 1_000_000, all);
            long starvedFor = starved[1] - starved[0];
            assertThat(starvedFor).as(all).isGreaterThan(200_000_000);
            assertThat(recorded.stream().mapToLong(t -> t.cpuDelay).sum())
                    .as(all)
                    .isGreaterThan((long) (Math.min(starvedFor, credited[0]) * 0.97));
            assertThat(recorded.stream().mapToLong(t -> t.discarded).sum())
                    .as(all)
                    .isLessThan(2_000_000);
            Skip.unless(
                    credited[1] < 1_000_000,
                    "others had this CPU while the woken thread ran: its second wait hides when the first began");
            for (Recorded interval : recorded) {
                // No more can be reported than the kernel credits.
                long within = Math.min(interval.end(), starved[1])
                        - Math.max(interval.begin, starved[0])
                        - Math.max(0, starvedFor - credited[0]);
                assertThat(interval.cpuDelay)
                        .as("%s in%n%s", interval, all)
                        .isGreaterThan((long) (within * 0.9) - 2_000_000);
            }
        }
    }

    /** What has passed of a wait that goes on at the end, for which schedstat has no credit yet. */
    private static long goingOn(List<Recorded> recorded) {
        long sum = 0;
        for (int i = recorded.size() - 1; i >= 0; i--) {
            Recorded interval = recorded.get(i);
            sum += interval.pendingCpu;
            if (interval.pendingCpu < interval.length) {
                break;
            }
        }
        return sum;
    }

    private static void make(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the CPU for a second. A child has the policy and the CPU of the thread that makes it: it must end by itself. */
    private static void computeElsewhere(Path began) throws Exception {
        Workbench.command(
                "bash",
                "-c",
                "end=$((${EPOCHREALTIME/[.,]/} + 1000000)); : >$0; while ((${EPOCHREALTIME/[.,]/} < end)); do :; done",
                began.toString());
    }

    @Test
    void aLoneSpinnersTimeIsExactAtTwentyMilliseconds() throws Exception {
        long[] began = new long[1];
        try (Worker spinner =
                new Worker("spinner", stop -> Workbench.compute(stop, () -> began[0] = System.nanoTime()))) {
            List<Recorded> recorded = Workbench.sample(spinner, 20, 3000).stream()
                    .filter(t -> t.begin - began[0] > 0)
                    .sorted(Comparator.comparingLong(t -> t.begin))
                    .collect(Collectors.toList());
            recorded.remove(recorded.size() - 1); // of a wait that goes on at the end, the kernel has credited nothing
            // A late sample is followed by an early one: of a millisecond, 2 % is less than what reading takes.
            long close = recorded.stream()
                    .filter(t -> Math.abs(t.length - t.onCpu - t.cpuDelay) <= Math.max(t.length, 20_000_000) * 0.02)
                    .count();
            String all = recorded.stream().map(Recorded::toString).collect(Collectors.joining("\n"));
            System.out.printf("lone spinner at 20 ms: %d of %d intervals within 2 %%%n", close, recorded.size());
            assertThat(recorded).hasSizeGreaterThan(10);
            assertThat(close).as(all).isEqualTo(recorded.size());
            assertThat(recorded.stream().mapToLong(t -> t.discarded).sum())
                    .as(all)
                    .isLessThan(1_000_000);
        }
    }
}
