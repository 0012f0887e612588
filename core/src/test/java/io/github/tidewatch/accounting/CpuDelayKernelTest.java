package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.accounting.Workbench.Recorded;
import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.procfs.Steal;
import io.github.tidewatch.testing.RequiresCgroupV1;
import io.github.tidewatch.testing.RequiresCpus;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.RequiresRoot;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a CPU; the witness is {@code schedstat}. */
class CpuDelayKernelTest {
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
        try (Worker victim = new Worker("victim", Workbench::compute);
                Worker hog = new Worker("hog", stop -> {
                    Thread.sleep(450);
                    hogged[0] = System.nanoTime();
                    Workbench.spinFor(600_000_000);
                    hogged[1] = System.nanoTime();
                })) {
            Workbench.pin(victim.tid(), 1);
            Workbench.pin(hog.tid(), 1);
            Workbench.command("chrt", "-f", "-p", "50", String.valueOf(hog.tid()));
            long stolenBefore = Steal.ofCpu(1);
            SchedStat before = Workbench.schedstat(victim.tid());
            hog.go();
            List<Recorded> recorded = Workbench.sample(victim, 100, 1600);
            SchedStat after = Workbench.schedstat(victim.tid());
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
                assertThat(interval.cpuDelay).as("%s in%n%s", interval, all).isGreaterThan((long) (starvedFor * 0.9));
                assertThat(interval.pendingCpu).as("%s in%n%s", interval, all).isPositive();
            }
            long delay = recorded.stream().mapToLong(t -> t.cpuDelay).sum();
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
        long[] starved = new long[2];
        try (Worker sleeper = new Worker("sleeper", stop -> {
                    alarm.acquire();
                    starved[1] = System.nanoTime();
                    Workbench.spinFor(120_000_000); // so that samples see what the kernel credits it with
                });
                Worker hog = new Worker("hog", stop -> {
                    Thread.sleep(400); // by then the sleeper sleeps
                    if (hogOf.equals("this process")) {
                        Workbench.compute(over);
                    } else {
                        computeElsewhere();
                    }
                });
                Worker waker = new Worker("waker", stop -> {
                    Thread.sleep(700);
                    starved[0] = System.nanoTime();
                    alarm.release();
                    Thread.sleep(350);
                    over.set(true);
                })) {
            Workbench.pin(sleeper.tid(), 1);
            Workbench.pin(hog.tid(), 1);
            Workbench.pin(waker.tid(), 0);
            Workbench.command("chrt", "-f", "-p", "50", String.valueOf(hog.tid()));
            hog.go();
            waker.go();
            List<Recorded> recorded = Workbench.sample(sleeper, 50, 1600);
            String all = recorded.stream()
                    .map(t -> (t.end() - starved[0]) / 1_000_000 + " ms after, " + t)
                    .collect(Collectors.joining("\n"));
            System.out.printf(
                    "woken behind a FIFO hog of %s, had to wait for %d ms, samples every 50 ms:%n%s%n",
                    hogOf, (starved[1] - starved[0]) / 1_000_000, all);
            long starvedFor = starved[1] - starved[0];
            assertThat(starvedFor).as(all).isGreaterThan(200_000_000);
            for (Recorded interval : recorded) {
                long within = Math.min(interval.end(), starved[1]) - Math.max(interval.begin, starved[0]);
                assertThat(interval.cpuDelay)
                        .as("%s in%n%s", interval, all)
                        .isGreaterThan((long) (within * 0.9) - 2_000_000);
            }
            assertThat(recorded.stream().mapToLong(t -> t.cpuDelay).sum())
                    .as(all)
                    .isGreaterThan((long) (starvedFor * 0.97));
            assertThat(recorded.stream().mapToLong(t -> t.discarded).sum())
                    .as(all)
                    .isLessThan(2_000_000);
        }
    }

    /** Takes the CPU for a second. A child has the policy and the CPU of the thread that makes it: it must end by itself. */
    private static void computeElsewhere() throws Exception {
        Workbench.command(
                "bash",
                "-c",
                "end=$((${EPOCHREALTIME/[.,]/} + 1000000)); while ((${EPOCHREALTIME/[.,]/} < end)); do :; done");
    }

    @Test
    void aLoneSpinnersTimeIsExactAtTwentyMilliseconds() throws Exception {
        try (Worker spinner = new Worker("spinner", Workbench::compute)) {
            List<Recorded> recorded = Workbench.sample(spinner, 20, 3000);
            long close = recorded.stream()
                    .filter(t -> Math.abs(t.length - t.onCpu - t.cpuDelay) <= t.length * 0.02)
                    .count();
            String all = recorded.stream().map(Recorded::toString).collect(Collectors.joining("\n"));
            System.out.printf("lone spinner at 20 ms: %d of %d intervals within 2 %%%n", close, recorded.size());
            // The first interval holds the wait to be let go.
            assertThat(close).as(all).isGreaterThanOrEqualTo(recorded.size() - 2);
            assertThat(recorded.stream().mapToLong(t -> t.discarded).sum())
                    .as(all)
                    .isLessThan(1_000_000);
        }
    }
}
