package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.DelayAccountingSwitch;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.JmcRecording;
import io.github.tidewatch.agent.testing.Modest;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import io.github.tidewatch.agent.testing.Witnesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the kernel does not account delays, the fields that need it are not there, rather than 0. */
@Tag("measures")
class DelayAccountingOffJvmTest {
    private static final String[] UNKNOWN = {
        "blockIoDelay",
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

    @Test
    void unknownIsAbsent() throws Exception {
        RunningJvm.Result result;
        try (RunningJvm jvm = startWhileOff(
                new TestJvm(Jdks.home(Jdks.OWN), directory).agent("").main(Modest.class, "x.jfr", "1500"))) {
            result = jvm.await(Duration.ofSeconds(20));
        }
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.type("ThreadDelay").getFields())
                .extracting(ValueDescriptor::getName)
                .contains("cpuDelay", "cpuDelayCount", "waitTime")
                .doesNotContain(UNKNOWN);
        assertThat(JmcRecording.load(directory.resolve("x.jfr")).attributes("tidewatch.ThreadDelay"))
                .contains("cpuDelay", "cpuDelayCount", "waitTime")
                .doesNotContain(UNKNOWN);

        RecordedEvent status = recorded.status();
        assertThat(status.getBoolean("delayAccountingAtStart")).isFalse();
        assertThat(status.getString("missing"))
                .contains(UNKNOWN)
                .contains("kernel.task_delayacct = 0", "sysctl -w kernel.task_delayacct=1");
        for (Delay delay : recorded.delays()) {
            assertThat(delay.onCpu() + delay.cpuDelay + delay.waitTime).isEqualTo(delay.interval);
        }
        Witnesses witnesses = Witnesses.parse(result.stdout, "modest");
        for (long tid : Witness.threads(result.stdout).keySet()) {
            List<Delay> delays = recorded.delays(tid);
            witnesses.confirmCpuDelay(delays, tid);
        }
    }

    /** Until the agent has chosen its sources: others of this host may want it on. */
    private static RunningJvm startWhileOff(TestJvm jvm) throws Exception {
        try (DelayAccountingSwitch off = DelayAccountingSwitch.set(false)) {
            assertThat(off).isNotNull();
            RunningJvm running = jvm.start();
            try {
                running.awaitLine("ready"::equals, Duration.ofSeconds(20));
                return running;
            } catch (AssertionError | Exception e) {
                running.close();
                throw e;
            }
        }
    }
}
