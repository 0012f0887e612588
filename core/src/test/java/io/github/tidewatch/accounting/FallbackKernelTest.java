package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.testing.RequiresTaskstats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is lost while in use is replaced by the next best, without a gap and without an invented value. */
@RequiresTaskstats
class FallbackKernelTest {
    private final FaultyCalls calls = new FaultyCalls(1);
    private final Accounting accounting =
            Accounting.open(SourceChoice.AUTO, Optional.of(calls), "", DelayAccounting.now(), System.nanoTime());
    private final Sampler sampler = accounting.sampler();
    private final List<Boolean> complete = new ArrayList<>();
    private String name = "";
    private long onCpu;
    private long cpuDelay;
    private long length;

    @AfterEach
    void close() {
        accounting.close();
    }

    @Test
    void procfsTakesOverWhereTaskstatsIsForbiddenWhileInUse() throws Exception {
        try (Worker worker = new Worker("worker", Workbench::compute)) {
            worker.go();
            sampler.open(EnumSet.of(Records.DELAYS));
            SchedStat begin = schedstat(worker.tid());
            Thread.sleep(200);
            sample(worker.tid());
            assertThat(accounting.source()).isEqualTo("taskstats");
            int before = complete.size();
            calls.forbidden = true;
            for (int i = 0; i < 5; i++) {
                Thread.sleep(100);
                sample(worker.tid());
            }
            SchedStat end = schedstat(worker.tid());
            assertThat(accounting.source()).isEqualTo("procfs");
            assertThat(accounting.noTaskstats()).get().asString().contains("taskstats failed", "EPERM");
            assertThat(name).isEqualTo("worker");
            assertThat(complete.size() - before).isGreaterThanOrEqualTo(4);
            if (accounting.known().contains(Quantity.SWAP_IN_DELAY)) {
                assertThat(complete.subList(before, complete.size())).doesNotContain(true);
                assertThat(accounting.missing())
                        .anyMatch(missing -> missing.quantities().contains(Quantity.SWAP_IN_DELAY)
                                && missing.cause().contains("EPERM"));
                assertThat(accounting.sourceOf(Quantity.SWAP_IN_DELAY)).isEmpty();
            }
            assertThat(accounting.sourceOf(Quantity.CPU_DELAY)).contains("procfs");
            // The intervals follow each other through the change, and sum to what the kernel counted.
            double wall = length;
            assertThat(onCpu / wall).isBetween((end.onCpu() - begin.onCpu()) / wall - 0.05, 1.0);
            assertThat((onCpu + cpuDelay) / wall).isBetween(0.9, 1.0);
        }
    }

    private void sample(int tid) {
        sampler.sample();
        sampler.emitDelays(false, interval -> {
            if (interval.thread().tid() == tid) {
                name = interval.thread().name();
                onCpu += interval.userTime() + interval.systemTime();
                cpuDelay += interval.cpuDelay();
                length += interval.length();
                complete.add(interval.isComplete());
            }
        });
    }

    private static SchedStat schedstat(int tid) throws Exception {
        byte[] content = Files.readAllBytes(Path.of("/proc/self/task/" + tid + "/schedstat"));
        SchedStat schedstat = new SchedStat();
        schedstat.parse(content, content.length);
        return schedstat;
    }
}
