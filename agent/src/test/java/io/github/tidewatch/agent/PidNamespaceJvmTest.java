package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Numbered;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A JVM in a pid namespace of its own that sees the host's /proc, whose numbers are not its own. */
@RequiresProgram("unshare")
class PidNamespaceJvmTest {
    private static final long LAST_STEPS = 60_000_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"own, auto, -pf", "25, procfs, -pf", "own, auto, -Urpf"})
    void withTheHostsProcEachThreadHasItsOwnNumbers(String jdk, String source, String namespaces) throws Exception {
        Skip.unlessRuns("unshare", namespaces, "true");
        RunningJvm.Result result = new TestJvm(Jdks.home(jdk), directory)
                .agent("source=" + source)
                .jvmArgs("-XX:StartFlightRecording:filename=x.jfr")
                .launcher("unshare", namespaces)
                .main(Numbered.class)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.status().getString("threadMapping"))
                .contains("HotSpot structures", "another pid namespace");
        List<String[]> threads = result.stdout
                .lines()
                .filter(line -> line.startsWith("numbered "))
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toList());
        assertThat(threads).hasSize(4);
        for (String[] thread : threads) {
            long cpuTime = Long.parseLong(thread[2]);
            List<Delay> delays = recorded.delays(thread[3]);
            assertThat(delays).as(thread[3]).isNotEmpty().allMatch(d -> d.tid == Long.parseLong(thread[1]));
            assertThat(Recorded.sum(delays, Delay::onCpu)).as(thread[3]).isBetween(cpuTime, cpuTime + LAST_STEPS);
        }
    }

    @Test
    void doctorMeasuresItsOwnThreadsThere() throws Exception {
        Skip.unlessRuns("unshare", "-pf", "true");
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .launcher("unshare", "-pf")
                .main("-jar", TestJvm.agentJar().toString(), "doctor")
                .run();
        assertThat(result.stdout.lines())
                .as("%s", result)
                .anyMatch(line -> line.startsWith("self-test: spinning") && line.endsWith("ok"))
                .anyMatch(line -> line.startsWith("names of Java threads    full"));
    }
}
