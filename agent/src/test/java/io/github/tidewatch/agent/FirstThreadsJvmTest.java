package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.CrowdedStart;
import io.github.tidewatch.agent.testing.End;
import io.github.tidewatch.agent.testing.FirstThreads;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.LateRecording;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresCpus;
import io.github.tidewatch.testing.RequiresProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** With a recording from the start, ends are reported from the first line of main on, long before Tidewatch has started. */
class FirstThreadsJvmTest {
    /** Procfs knows the start of a thread to this. */
    private static final long TICK = 10_000_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    void theirExitsAreReported(int feature) throws Exception {
        check(start(feature, "", "-XX:StartFlightRecording=filename=x.jfr"));
    }

    @Test
    void theirExitsAreReportedByProcfs() throws Exception {
        check(start(Jdks.OWN, "source=procfs", "-XX:StartFlightRecording=filename=x.jfr"));
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void inTidewatchsOwnRecordingToo(int feature) throws Exception {
        check(start(feature, "record=x.jfr"));
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void notWhereTheyAreNotWanted(int feature) throws Exception {
        RunningJvm.Result result = start(feature, "exits=off", "-XX:StartFlightRecording=filename=x.jfr");
        assertThat(result.stderr).isEmpty();
        assertThat(End.all(Recorded.read(directory.resolve("x.jfr"))))
                .noneMatch(end -> end.name.equals("first") || end.name.equals("second"));
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    @RequiresProgram("taskset")
    @RequiresCpus(1)
    void noneIsReportedTwice(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent("")
                .jvmArgs("-XX:StartFlightRecording=filename=x.jfr", "-XX:ActiveProcessorCount=1")
                .launcher("taskset", "-c", "0")
                .main(CrowdedStart.class)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        List<String> ends = End.all(Recorded.read(directory.resolve("x.jfr"))).stream()
                .filter(end -> end.name.startsWith(CrowdedStart.NAME))
                .map(end -> end.name + " " + end.tid)
                .collect(Collectors.toList());
        assertThat(ends).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void notThoseBeforeARecordingThatMainStarts(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent("")
                .main(LateRecording.class, "x.jfr")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        assertThat(End.all(Recorded.read(directory.resolve("x.jfr"))))
                .extracting(end -> end.name)
                .contains("after")
                .doesNotContain("before");
    }

    private RunningJvm.Result start(int feature, String options, String... jvmArgs) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent(options)
                .jvmArgs(jvmArgs)
                .main(FirstThreads.class)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        return result;
    }

    private void check(RunningJvm.Result result) throws Exception {
        assertThat(result.stderr).isEmpty();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        List<End> ends = End.all(recorded).stream()
                .filter(end -> end.name.equals("first") || end.name.equals("second"))
                .collect(Collectors.toList());
        assertThat(ends).extracting(end -> end.name).containsExactlyInAnyOrder("first", "second");
        assertThat(ends).allMatch(end -> end.accountedBy.equals("thread") && end.onCpu <= end.lifetime);
        long[] own = result.stdout
                .lines()
                .filter(line -> line.startsWith("second "))
                .flatMap(line -> List.of(line.split(" ", -1)).stream().skip(1))
                .mapToLong(Long::parseLong)
                .toArray();
        End second = ends.stream()
                .filter(end -> end.name.equals("second"))
                .findFirst()
                .orElseThrow();
        assertThat(second.tid).isEqualTo(own[0]);
        assertThat(second.onCpu).isBetween(own[1], own[1] + 5 * TICK);
        assertThat(second.lifetime).isGreaterThanOrEqualTo(own[2] - TICK);
        List<Long> at = result.stdout
                .lines()
                .filter(line -> line.startsWith("at "))
                .map(line -> Long.parseLong(line.substring(3)))
                .collect(Collectors.toList());
        for (RecordedEvent end : recorded.events("ThreadEnd")) {
            if (end.getString("threadName").equals("second")) {
                assertThat(end.getStartTime().toEpochMilli()).isBetween(at.get(0), at.get(1) + 1);
            }
            assertThat(Recorded.parts(end)).as("%s", end).isEqualTo(end.getLong("lifetime"));
        }
        recorded.confirmBlockIoDelay();
    }
}
