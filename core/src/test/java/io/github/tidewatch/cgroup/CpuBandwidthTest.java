package io.github.tidewatch.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as hosts of versions 1 and 2 have them, in and out of containers, and damaged ones. */
class CpuBandwidthTest {
    private static final String V1_STAT =
            "nr_periods 25\nnr_throttled 24\nthrottled_time 3443641345\nnr_bursts 2\nburst_time 7\n";
    private static final String V2_STAT = "usage_usec 43200694742\nuser_usec 38685953551\nsystem_usec 4514741191\n"
            + "nice_usec 0\nnr_periods 25\nnr_throttled 24\nthrottled_usec 3443641\nnr_bursts 0\nburst_usec 0\n";

    @TempDir
    Path root;

    private CpuBandwidth open(int version, String group) throws Exception {
        return CpuBandwidth.open(new Cgroup(version, "/" + group, root.resolve(group)), false);
    }

    private FakeHost v1(String group, String quota, String stat) throws Exception {
        return new FakeHost(root)
                .file(group + "/cpu.cfs_quota_us", quota + "\n")
                .file(group + "/cpu.cfs_period_us", "100000\n")
                .file(group + "/cpu.cfs_burst_us", "0\n")
                .file(group + "/cpu.stat", stat);
    }

    @Test
    void version1HasQuotaAndWhatGrewSinceTheIntervalBegan() throws Exception {
        FakeHost host = v1("app", "150000", V1_STAT).file("app/cpu.stat.local", "throttled_time 100\n");
        try (CpuBandwidth group = open(1, "app")) {
            group.advance();
            host.file(
                            "app/cpu.stat",
                            "nr_periods 35\nnr_throttled 30\nthrottled_time 4443641345\nnr_bursts 3\nburst_time 9\n")
                    .file("app/cpu.stat.local", "throttled_time 1100\n");
            group.read();

            assertThat(group.cpus()).isEqualTo(1.5);
            assertThat(group.quota()).isEqualTo(150_000_000);
            assertThat(group.period()).isEqualTo(100_000_000);
            assertThat(group.burst()).isZero();
            assertThat(group.periods()).isEqualTo(10);
            assertThat(group.throttledPeriods()).isEqualTo(6);
            assertThat(group.throttledTime()).isEqualTo(1_000_000_000);
            assertThat(group.localThrottledTime()).isEqualTo(1000);
            assertThat(group.bursts()).isEqualTo(1);
            assertThat(group.burstTime()).isEqualTo(2);
        }
    }

    @Test
    void version2CountsInMicroseconds() throws Exception {
        FakeHost host = new FakeHost(root)
                .file("app/cpu.max", "50000 100000\n")
                .file("app/cpu.max.burst", "20000\n")
                .file("app/cpu.stat", V2_STAT)
                .file("app/cpu.stat.local", "throttled_usec 5\n");
        try (CpuBandwidth group = open(2, "app")) {
            group.advance();
            host.file("app/cpu.stat", V2_STAT.replace("throttled_usec 3443641", "throttled_usec 3443651"))
                    .file("app/cpu.stat.local", "throttled_usec 8\n");
            group.read();

            assertThat(group.cpus()).isEqualTo(0.5);
            assertThat(group.burst()).isEqualTo(20_000_000);
            assertThat(group.throttledTime()).isEqualTo(10_000);
            assertThat(group.localThrottledTime()).isEqualTo(3000);
        }
    }

    @Test
    void noQuotaIsNoNumberOfCpus() throws Exception {
        v1("one", "-1", V1_STAT);
        new FakeHost(root).file("two/cpu.max", "max 100000\n").file("two/cpu.stat", V2_STAT);
        try (CpuBandwidth one = open(1, "one");
                CpuBandwidth two = open(2, "two")) {
            assertThat(one.cpus()).isZero();
            assertThat(one.quota()).isEqualTo(CpuBandwidth.UNKNOWN);
            assertThat(two.cpus()).isZero();
            assertThat(two.period()).isEqualTo(100_000_000);
        }
    }

    @Test
    void aKernelBefore66DoesNotSayWhatHeldBackTheOwnTasks() throws Exception {
        v1("app", "50000", V1_STAT);
        try (CpuBandwidth group = open(1, "app")) {
            assertThat(group.hasLocal()).isFalse();
            assertThat(group.localThrottledTime()).isEqualTo(CpuBandwidth.UNKNOWN);
        }
    }

    @Test
    void aGroupWithoutTheControllerHasNoBandwidth() throws Exception {
        new FakeHost(root).file("app/cpu.stat", "usage_usec 1\nuser_usec 1\nsystem_usec 0\n");
        assertThat(open(2, "app")).isNull();
        assertThat(open(2, "gone")).isNull();
    }

    @Test
    void beforeTheFirstIntervalHasBegunNothingIsKnown() throws Exception {
        v1("app", "50000", V1_STAT);
        try (CpuBandwidth group = open(1, "app")) {
            assertThat(group.throttledTime()).as("no interval has begun").isEqualTo(CpuBandwidth.UNKNOWN);
        }
    }
}
