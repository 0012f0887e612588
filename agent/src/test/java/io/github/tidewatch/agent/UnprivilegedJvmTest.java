package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Modest;
import io.github.tidewatch.agent.testing.Nobody;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import io.github.tidewatch.agent.testing.Witnesses;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Without any privilege the main numbers are there and right, and what is missing is said. */
@Tag("measures")
class UnprivilegedJvmTest {
    private static final String[] ONLY_TASKSTATS = {
        "blockIoDelayCount",
        "swapInDelay",
        "reclaimDelay",
        "thrashingDelay",
        "compactionDelay",
        "copyOnWriteDelay",
        "irqDelay"
    };

    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    void readsProcfs(int feature) throws Exception {
        try (Nobody nobody = Nobody.here()) {
            RunningJvm.Result result = run(nobody.jvm(Jdks.home(feature), ""));
            assertThat(result.stderr).isEmpty();
            check(result.stdout, nobody.directory(), "remedy: CAP_NET_ADMIN in the initial user namespace");
        }
    }

    @Test
    void saysInOneLineThatTaskstatsIsNotPermitted() throws Exception {
        try (Nobody nobody = Nobody.here()) {
            RunningJvm.Result result = run(nobody.jvm(Jdks.home(Jdks.OWN), "source=taskstats"));
            assertThat(result.stderr.lines())
                    .singleElement()
                    .asString()
                    .startsWith("[tidewatch] WARN source=taskstats unavailable, falling back to procfs: ");
        }
    }

    @Test
    void readsProcfsWhereAskedTo() throws Exception {
        RunningJvm.Result result = run(new TestJvm(Jdks.home(Jdks.OWN), directory).agent("source=procfs"));
        assertThat(result.stderr).isEmpty();
        check(result.stdout, directory, "source=procfs");
    }

    private static RunningJvm.Result run(TestJvm jvm) throws Exception {
        RunningJvm.Result result = jvm.main(Modest.class, "x.jfr", "3000").run();
        assertThat(result.exitCode).as("%s", result).isZero();
        return result;
    }

    private static void check(String stdout, Path directory, String remedy) throws Exception {
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        RecordedEvent status = recorded.status();
        assertThat(status.getString("source")).isEqualTo("procfs");
        assertThat(status.hasField("taskstatsVersion")).isFalse();
        assertThat(status.getString("missing").lines())
                .filteredOn(line -> line.contains(": only taskstats has it: "))
                .singleElement()
                .asString()
                .contains(ONLY_TASKSTATS)
                .contains(remedy)
                .doesNotContain("blockIoDelay ");
        assertThat(recorded.type("ThreadDelay").getFields())
                .extracting(ValueDescriptor::getName)
                .contains("cpuDelay", "cpuDelayCount")
                .doesNotContain(ONLY_TASKSTATS);
        recorded.confirmBlockIoDelay();
        Witnesses witnesses = Witnesses.parse(stdout, "modest");
        assertThat(Witness.threads(stdout)).hasSize(7);
        Witness.threads(stdout).forEach((tid, name) -> {
            List<Delay> delays = recorded.delays(tid);
            assertThat(delays).allMatch(d -> name.equals(d.javaName)).allMatch(d -> d.complete);
            witnesses.confirmOnCpu(delays, tid);
            witnesses.confirmCpuDelay(delays, tid);
            assertThat(delays).allMatch(d -> d.blockIoDelay % 10_000_000 == 0 || d.discarded > 0);
        });
    }
}
