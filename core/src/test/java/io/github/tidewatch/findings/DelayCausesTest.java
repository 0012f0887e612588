package io.github.tidewatch.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.metrics.CpuDelayCause;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The sentence that says why threads waited for a CPU, and what to do about it. */
class DelayCausesTest {
    private static final long SECOND = 1_000_000_000;

    private static DelayCauses causes(Map<CpuDelayCause, Long> seconds) {
        DelayCauseTotals totals = new DelayCauseTotals();
        long all = seconds.values().stream().mapToLong(Long::longValue).sum();
        totals.add("worker-*", all * SECOND, "GC Thread#*", cause -> seconds.getOrDefault(cause, 0L) * SECOND);
        return totals.of(group -> true);
    }

    @Test
    void ofQuotaAndNeighborAtOnceTheQuotaIsFirstIfItTookMore() {
        DelayCauses causes = causes(Map.of(CpuDelayCause.QUOTA, 6L, CpuDelayCause.NEIGHBOR, 4L));

        assertThat(causes.inPercent(10 * SECOND, OptionalDouble.of(0.5)))
                .isEqualTo(
                        "60 % because the CPU quota of 0.50 CPUs was used up (GC Thread#* used most CPU), and 40 % because"
                                + " other processes or the kernel had the CPUs");
        assertThat(causes.remedies())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("CPU quota: raise it"),
                        second -> assertThat(second).startsWith("Other processes: pidstat"));
    }

    @Test
    void ofQuotaAndNeighborAtOnceTheNeighborIsFirstIfItTookMore() {
        DelayCauses causes = causes(Map.of(CpuDelayCause.QUOTA, 4L, CpuDelayCause.NEIGHBOR, 6L));

        assertThat(causes.inPoints(50, 10 * SECOND, OptionalDouble.of(0.5)))
                .isEqualTo(
                        "30 points because other processes or the kernel had the CPUs, and 20 points because the CPU quota"
                                + " of 0.50 CPUs was used up (GC Thread#* used most CPU)");
        assertThat(causes.remedies())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("Other processes: pidstat"),
                        second -> assertThat(second).startsWith("CPU quota: raise it"));
    }

    @Test
    void whatNoRecordExplainsAndWhatAnIdleCpuDoesNotExplainAreClausesOfTheirOwn() {
        DelayCauses causes = causes(Map.of(CpuDelayCause.PLACEMENT, 5L));

        assertThat(causes.inPercent(10 * SECOND, OptionalDouble.empty()))
                .isEqualTo("50 % while a CPU that they may use was idle, and 50 % without a recorded cause");
    }
}
