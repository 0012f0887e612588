package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import io.github.tidewatch.agent.testing.Witnesses;
import io.github.tidewatch.agent.testing.Workloads;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two spinning threads per CPU: half of their time they wait for one. */
@Tag("measures")
class CpuDelayJvmTest {
    private static final int CPUS = Runtime.getRuntime().availableProcessors();

    /** With less for the spinners, others of this host had the CPUs, and half is not to be expected. */
    private static final double NEARLY_ALL = 0.97;

    @TempDir
    Path directory;

    @Test
    void isWhatSchedstatSays() throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .allCompilers()
                .agent("")
                .main(Workloads.Contention.class, ".", "5", "1000", "100")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        check(result.stdout, "1000");
        check(result.stdout, "100");
    }

    private void check(String stdout, String period) throws Exception {
        Witnesses witnesses = Witnesses.parse(stdout, period);
        Recorded recorded = Recorded.read(directory.resolve(period + ".jfr"));
        Set<Long> spinners = Witness.threads(stdout).keySet();
        assertThat(spinners).hasSize(2 * CPUS);
        long spun = spinners.stream()
                .mapToLong(tid -> witnesses.growth(tid, task -> task.onCpu))
                .sum();
        double share = (double) spun / witnesses.wall() / CPUS;
        boolean quiet = share > NEARLY_ALL;
        System.out.printf("every %s ms: the spinners had %.3f of the CPUs%n", period, share);
        if (!quiet) {
            Skip.part("whether CPU delay is about half, since others keep this host's CPUs busy");
        }
        double parts = 0;
        for (long tid : spinners) {
            List<Delay> delays = recorded.delays(tid);
            long cpuDelay = Recorded.sum(delays, d -> d.cpuDelay);
            long discarded = Recorded.sum(delays, d -> d.discarded);
            double part = (double) cpuDelay / Recorded.sum(delays, d -> d.interval);
            System.out.printf(
                    "  CPU delay %.4f, discarded %.4f, schedstat %.4f%n",
                    part,
                    (double) discarded / witnesses.wall(),
                    (double) witnesses.growth(tid, task -> task.cpuDelay) / witnesses.wall());
            witnesses.confirmOnCpu(delays, tid);
            witnesses.confirmCpuDelay(delays, tid);
            parts += part;
        }
        if (quiet) {
            // Which of them gets more than its half is the scheduler's affair.
            assertThat(parts / spinners.size()).as("CPU delay of a spinner").isBetween(0.48, 0.52);
        }
    }
}
