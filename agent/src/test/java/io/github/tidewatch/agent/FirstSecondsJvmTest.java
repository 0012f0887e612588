package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.BusyStart;
import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.End;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However late the first sample is, a recording from the start has all that threads did. */
class FirstSecondsJvmTest {
    /** What is known to the tick only: the start of a thread by procfs, and the split of nothing else here. */
    private static final long TICK = 10_000_000;

    @TempDir
    Path directory;

    @Test
    void underLoadTheFirstRecordOfAThreadBeginsWhereTheThreadBegan() throws Exception {
        theFirstSecondsAreRecordedByEachSourceAndJdk("own", "auto");
    }

    @ParameterizedTest
    @Tag("exhaustive")
    @CsvSource({"own, procfs", "25, auto"})
    void theFirstSecondsAreRecordedByEachSourceAndJdk(String jdk, String source) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(jdk), directory)
                .agent("source=" + source)
                .jvmArgs("-XX:StartFlightRecording:filename=x.jfr")
                .main(BusyStart.class, "1500")
                .timeout(Duration.ofMinutes(3))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        Witness end = Witness.parse(result.stdout, "busy-end");
        Map<Long, String> threads = Witness.threads(result.stdout);
        assertThat(threads).hasSize(BusyStart.THREADS + 1);
        threads.forEach((tid, name) -> {
            List<Delay> delays = recorded.delays(tid);
            Witness.Task task = end.tasks.get(tid);
            // From its start on: the kernel's counters began at zero there.
            assertThat(Recorded.sum(delays, Delay::onCpu))
                    .as("CPU time of " + name)
                    .isGreaterThanOrEqualTo(task.onCpu);
            long delay = Recorded.sum(delays, d -> d.cpuDelay + d.discarded);
            assertThat(delay).as("CPU delay of " + name).isGreaterThanOrEqualTo(task.cpuDelay - TICK);
            for (int i = 1; i < delays.size(); i++) {
                long gap = delays.get(i).begin - delays.get(i - 1).begin - delays.get(i - 1).interval;
                assertThat(Math.abs(gap)).as("gap of " + name).isLessThan(TICK);
            }
        });
        // But it may say that the sampler itself got no CPU.
        assertThat(recorded.status().getString("notSampled")).doesNotContain("of the first recording");
        End brief = End.all(recorded).stream()
                .filter(e -> e.name.equals("brief"))
                .findFirst()
                .orElseThrow();
        assertThat(Recorded.sum(recorded.delays("brief"), d -> d.interval)).isEqualTo(brief.lifetime);
    }

    @Test
    void whatRanBeforeALateRecordingIsSaidNotToBeKnown() throws Exception {
        try (RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .jvmArgs("-XX:StartFlightRecording:filename=x.jfr,name=first")
                .main(Apps.Spinner.class)
                .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(30));
            VirtualMachine machine = VirtualMachine.attach(Long.toString(jvm.pid()));
            machine.loadAgent(TestJvm.agentJar().toString(), "");
            machine.loadAgent(TestJvm.agentJar().toString(), "await-sample=60000"); // as attach does
            machine.detach();
            Process stop = new ProcessBuilder(
                            Jdks.home(Jdks.OWN).resolve("bin/jcmd").toString(),
                            Long.toString(jvm.pid()),
                            "JFR.stop",
                            "name=first")
                    .redirectErrorStream(true)
                    .start();
            stop.getInputStream().readAllBytes();
            stop.waitFor();
        }
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        List<Delay> spinner = recorded.delays("a spinner with a long name");
        assertThat(spinner).isNotEmpty();
        // To start takes longer than the tenth of a second that is not worth a line.
        assertThat(recorded.status().getString("notSampled"))
                .containsPattern("the first \\d+\\.\\d s of the first recording")
                .contains("remedy: ");
    }
}
