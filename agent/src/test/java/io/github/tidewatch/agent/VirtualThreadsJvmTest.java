package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.CpuTimes;
import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.End;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Virtual;
import io.github.tidewatch.agent.testing.Witness;
import io.github.tidewatch.agent.testing.Witnesses;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What virtual threads do is accounted for as their carriers' time, and nothing as theirs. */
class VirtualThreadsJvmTest {
    private static final int COUNT = 10_000;

    private static final double TOLERANCE = 0.02;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {21, 25})
    void areTheirCarriersTime(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent("")
                .main(Virtual.class, "x.jfr", Integer.toString(COUNT))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.delays())
                .allMatch(delay -> delay.tid > 0)
                .noneMatch(delay -> delay.name.isEmpty() || delay.name.startsWith(Virtual.NAME))
                .noneMatch(delay -> delay.javaName != null && !delay.javaName.equals(delay.name));
        assertThat(recorded.events("ThreadUsage")).allMatch(event -> event.getLong("osThreadId") > 0);
        assertThat(End.all(recorded)).noneMatch(end -> end.tid <= 0 || end.name.startsWith(Virtual.NAME));

        Map<String, List<Delay>> carriers = recorded.delays().stream()
                .filter(delay -> delay.name.startsWith("ForkJoinPool-"))
                .collect(Collectors.groupingBy(delay -> delay.tid + " " + delay.name));
        assertThat(carriers).isNotEmpty();
        Witnesses witnesses = Witnesses.parse(result.stdout, "virtual");
        for (List<Delay> delays : carriers.values()) {
            assertThat(delays).allMatch(delay -> delay.name.equals(delay.javaName));
            Witness.Task task = witnesses.end.tasks.get(delays.get(0).tid);
            if (task != null) {
                witnesses.confirmOnCpu(delays, task.tid);
            }
        }
        double process = process(result, "end") - process(result, "begin");
        double most = (process(result, "after") - process(result, "before")) / process;
        double all = Recorded.sum(recorded.delays(), Delay::onCpu) / process;
        double carrying = carriers.values().stream()
                        .mapToLong(delays -> Recorded.sum(delays, Delay::onCpu))
                        .sum()
                / process;
        System.out.printf(
                "%d: of %.3f s CPU time of the process (%.4f with start and stop of the recording) all records have"
                        + " %.4f, those of %d carriers %.4f%n",
                feature, process / 1e9, most, all, carriers.size(), carrying);
        assertThat(all).isBetween(1 - TOLERANCE, most + TOLERANCE);
        assertThat(carrying).isGreaterThan(0.5);
    }

    private static long process(RunningJvm.Result result, String label) {
        return CpuTimes.parse(result.stdout, "virtual-" + label).process;
    }
}
