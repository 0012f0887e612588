package io.github.tidewatch.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.procfs.DescriptorBudget;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Another process, which says of its threads' names what the test likes. */
class ProcessSamplerKernelTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicInteger dumps = new AtomicInteger();

    @Test
    void aThreadWithoutANameIsAskedForOnce() throws Exception {
        assertThat(rows("sleep 600", 0, "", 3)).isEqualTo("sleep");
        assertThat(dumps).hasValue(1);
    }

    @Test
    void theJvmsNameOfAThreadIsShown() throws Exception {
        assertThat(rows("sleep 600", 0, "\"the only one\" #1 [%d] prio=5 os_prio=0", 1))
                .isEqualTo("the only one");
    }

    /** One thread cannot use more than one CPU; its time is counted in ticks. */
    @Test
    void whatTheProcessUsesWhileNamesAreLookedUpIsNotOfTheInterval() throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try (Accounting accounting = accounting(process)) {
            ProcessSampler sampler = sampler(process, accounting, 3 * SECOND, "");
            sampler.open();
            LockSupport.parkNanos(SECOND);
            Snapshot snapshot = sampler.take(true);

            assertThat(dumps).hasValue(1);
            assertThat(snapshot.processCpu).isBetween(0.0, 105.0);
            assertThat(snapshot.total.onCpu()).isBetween(0.0, 105.0);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Returns the name of the only thread, and fails if there are more or fewer. */
    private String rows(String command, long pause, String dump, int snapshots) throws Exception {
        Process process = new ProcessBuilder(command.split(" ", -1)).start();
        try (Accounting accounting = accounting(process)) {
            ProcessSampler sampler = sampler(process, accounting, pause, dump);
            sampler.open();
            String name = null;
            for (int i = 0; i < snapshots; i++) {
                LockSupport.parkNanos(20_000_000);
                Snapshot snapshot = sampler.take(true);
                assertThat(snapshot.rows).hasSize(1);
                name = snapshot.rows.get(0).name;
            }
            return name;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Accounting accounting(Process process) {
        return Accounting.ofProcess(
                (int) process.pid(),
                SourceChoice.PROCFS,
                Optional.of(HostSystemCalls.get()),
                "",
                DescriptorBudget.of(100));
    }

    private ProcessSampler sampler(Process process, Accounting accounting, long answerTakes, String dump) {
        TargetProcess target = TargetProcess.of((int) process.pid());
        JavaNames names = new JavaNames(target, null, 0) {
            @Override
            String dump() {
                dumps.incrementAndGet();
                LockSupport.parkNanos(answerTakes);
                return String.format(dump, process.pid());
            }
        };
        return new ProcessSampler(target, accounting, names);
    }
}
