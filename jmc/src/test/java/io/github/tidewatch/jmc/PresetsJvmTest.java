package io.github.tidewatch.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.JmcRecording;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.jmc.testing.Examples;
import io.github.tidewatch.testing.Skip;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;

/** The presets, taken out of the jar as a user does it, are settings that the JVM takes. */
class PresetsJvmTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"11, tidewatch, 1000", "own, tidewatch, 1000", "own, tidewatch-fine, 20", "25, tidewatch-fine, 20"})
    void sampleAtTheirPeriod(String jdk, String preset, long periodMillis) throws Exception {
        Path jfc = directory.resolve(preset + ".jfc");
        try (ZipFile jar = new ZipFile(TestJvm.agentJar().toFile())) {
            try (InputStream in = jar.getInputStream(jar.getEntry("META-INF/jfc/" + preset + ".jfc"))) {
                Files.copy(in, jfc);
            }
        }
        Path file = Examples.record(
                Examples.jvm(Jdks.home(jdk), directory, jfc.toString(), "lock-and-sleep", "--seconds", "3"), directory);

        JmcRecording recording = JmcRecording.load(file);
        assertThat(recording.types())
                .contains("tidewatch.ThreadDelay", "tidewatch.ThreadUsage", "tidewatch.Status", "tidewatch.Overhead")
                .contains("jdk.ThreadPark", "jdk.JavaMonitorWait", "jdk.CPULoad");
        // Intervals in which the thread that always works did; the first and the last of a recording are cut short.
        List<Long> intervals = recording.items("tidewatch.ThreadDelay").stream()
                .map(item -> (IQuantity) recording.value("tidewatch.ThreadDelay", "interval", item))
                .filter(Objects::nonNull)
                .map(interval -> interval.clampedLongValueIn(UnitLookup.MILLISECOND))
                .sorted()
                .toList();
        long shorter =
                intervals.stream().filter(millis -> millis < periodMillis / 2).count();
        long around = intervals.stream()
                .filter(millis -> millis >= periodMillis / 2 && millis < periodMillis * 2)
                .count();
        long stretch = recording.items("tidewatch.Overhead").stream()
                .mapToLong(item -> ((IQuantity) recording.value("tidewatch.Overhead", "stretch", item)).longValue())
                .max()
                .orElseThrow();
        Skip.unless(stretch == 1, "the CPUs are so loaded that the budget made an interval of " + stretch + " periods");
        assertThat(around).as("around %s ms of %s", periodMillis, intervals).isGreaterThan(10);
        if (periodMillis == 20) {
            assertThat(shorter).isLessThan(intervals.size() / 4);
        }
    }
}
