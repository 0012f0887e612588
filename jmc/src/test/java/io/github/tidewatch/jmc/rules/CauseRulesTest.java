package io.github.tidewatch.jmc.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.Findings;
import io.github.tidewatch.findings.Thresholds;
import io.github.tidewatch.jmc.testing.TestEvents;
import java.nio.file.Path;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CauseRulesTest {
    @TempDir
    Path directory;

    /** Without the parts that this host does not give. */
    @Name("tidewatch.DelayCause")
    @Category("Linux Kernel")
    @StackTrace(false)
    static final class DelayCause extends Event {
        String threadGroup = "http-nio-*";
        String mostCpuGroup = "GC Thread#*";

        @Timespan
        long interval = 1_000_000_000;

        @Timespan
        long cpuDelay = 900_000_000;

        @Timespan
        long quotaDelay = 720_000_000;

        @Timespan
        long neighborDelay = 180_000_000;
    }

    @Name("tidewatch.CpuThrottling")
    @Category("Linux Kernel")
    @StackTrace(false)
    static final class CpuThrottling extends Event {
        String controlGroup;
        double cpus;

        @Timespan
        long interval = 1_000_000_000;

        static void commit(String controlGroup, double cpus) {
            CpuThrottling throttling = new CpuThrottling();
            throttling.controlGroup = controlGroup;
            throttling.cpus = cpus;
            throttling.commit();
        }
    }

    @Name("tidewatch.DiskUse")
    @Category("Linux Kernel")
    @StackTrace(false)
    static final class DiskUse extends Event {
        String device = "vda";
        String cause = "this group's limit";
        long ownBytes = 1;

        @Timespan
        long interval = 1_000_000_000;
    }

    @Test
    void theRuleOfBlockIoSaysWhatTheDiskWaitedFor() throws Exception {
        var events = TestEvents.record(directory, () -> {
            new TestEvents.ThreadDelay().of("http-nio-1", 12, 100, 0, 900, 0).commit();
            new DiskUse().commit();
        });
        Finding finding =
                Findings.of(Check.BLOCK_IO_DELAY, RuleInputReader.read(events).all(), Thresholds.DEFAULTS);
        assertThat(finding.summary())
                .endsWith(" Disk vda: this group's limit for 100 % of the 1.00 s in which it was used.");
        assertThat(finding.remedy()).startsWith("Disk limit: raise it");
    }

    @Test
    void theRuleSaysWhyAndTheRemedyFollowsFromIt() throws Exception {
        var events = TestEvents.record(directory, () -> {
            new TestEvents.ThreadDelay().of("http-nio-1", 12, 100, 900, 0, 0).commit();
            new DelayCause().commit();
            CpuThrottling.commit("/other", 0);
            CpuThrottling.commit("/a", 2);
            CpuThrottling.commit("/", 4);
        });
        Finding finding = Findings.of(
                Check.APPLICATION_CPU_DELAY, RuleInputReader.read(events).all(), Thresholds.DEFAULTS);
        assertThat(finding.summary())
                .endsWith(
                        " Of this wait, 80 % because the CPU quota of 2 CPUs was used up (GC Thread#* used most CPU), and"
                                + " 20 % because other processes or the kernel had the CPUs.");
        assertThat(finding.remedy())
                .startsWith("CPU quota: raise it")
                .contains("\nOther processes: pidstat")
                .doesNotContain("nr_throttled");
    }

    @Test
    void aQuotaThatChangedIsNotSaidAsANumber() throws Exception {
        var events = TestEvents.record(directory, () -> {
            new TestEvents.ThreadDelay().of("http-nio-1", 12, 100, 900, 0, 0).commit();
            new DelayCause().commit();
            CpuThrottling.commit("/a", 0.5);
            CpuThrottling.commit("/a", 2);
        });
        assertThat(RuleInputReader.read(events).all().cpuQuota()).isEmpty();
        assertThat(Findings.of(
                                Check.APPLICATION_CPU_DELAY,
                                RuleInputReader.read(events).all(),
                                Thresholds.DEFAULTS)
                        .summary())
                .contains("because the CPU quota was used up");
    }
}
