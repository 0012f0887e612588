package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.StartRecordings;
import io.github.tidewatch.agent.testing.StarvedStart;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** A recording that ends before Tidewatch has started says that, and why. */
class StartingStatusJvmTest {
    private static final String NOT_YET = "all of it so far: Tidewatch had been starting for ";

    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({11, 17, 25, 26})
    void fromItsFirstMomentOnEachRecordingSaysWhetherTidewatchHadStarted(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent("")
                .main(StartRecordings.class, directory.toString())
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        List<List<RecordedEvent>> recordings = new ArrayList<>();
        for (int number = 0; Files.exists(directory.resolve(number + ".jfr")); number++) {
            Recorded recorded = Recorded.read(directory.resolve(number + ".jfr"));
            List<RecordedEvent> statuses = new ArrayList<>(recorded.events("Starting"));
            statuses.addAll(recorded.events("Status"));
            recordings.add(statuses);
        }
        // The first may have ended before there was a thread of Tidewatch's.
        while (recordings.get(0).isEmpty()) {
            recordings.remove(0);
        }
        assertThat(recordings).allMatch(statuses -> !statuses.isEmpty());
        assertThat(recordings.get(0).get(0).getString("notSampled"))
                .startsWith(NOT_YET)
                .contains("remedy: ");
        assertThat(recordings.get(recordings.size() - 1))
                .as("when it has started")
                .noneMatch(status -> status.getString("notSampled").startsWith(NOT_YET))
                .allMatch(status -> status.hasField("missing"));
    }

    @Test
    @Tag("exhaustive")
    @RequiresProgram("taskset")
    void oneBesideManyBusyThreadsSaysThatTidewatchGotNoCpu() throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("")
                .jvmArgs("-XX:StartFlightRecording=filename=x.jfr")
                .launcher("taskset", "-c", "0")
                .main(StarvedStart.class, "32", "3")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        List<RecordedEvent> statuses = Recorded.read(directory.resolve("x.jfr")).events("Starting");
        assertThat(statuses).isNotEmpty();
        assertThat(statuses.get(0).getString("notSampled"))
                .startsWith(NOT_YET)
                .endsWith("remedy: this process gets too few CPUs, give it more or record for longer");
        assertThat(Ran.tidewatch("report", directory.resolve("x.jfr").toString())
                        .err())
                .contains("  not sampled: " + NOT_YET);
    }
}
