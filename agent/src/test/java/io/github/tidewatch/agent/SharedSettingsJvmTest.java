package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Phases;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.Sharing;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings get the events that they ask for, whatever others ask for, and whichever event they leave out. */
class SharedSettingsJvmTest {
    private static final String PERIOD = "tidewatch.ThreadDelay#period";
    private static final String ENABLED = "tidewatch.ThreadDelay#enabled";

    @TempDir
    Path directory;

    @Test
    void twoRecordingsAtOnceBothHaveTheEventsAtTheShorterPeriod() throws Exception {
        eachMixtureOfSettingsGivesBothTheShorterPeriod(
                "own", "+tidewatch.ThreadDelay#period=500ms", "tidewatch.ThreadDelay#period=100 ms", "100 ms");
    }

    /** The first recording's settings, the second's, and the period that both get. */
    @ParameterizedTest
    @Tag("exhaustive")
    @CsvSource({
        "own, +tidewatch.ThreadDelay#period=500ms, tidewatch.ThreadDelay#period=100 ms, 100 ms",
        "21, +tidewatch.ThreadDelay#period=500ms, tidewatch.ThreadDelay#period=100 ms, 100 ms",
        "25, +tidewatch.ThreadDelay#period=500ms, tidewatch.ThreadDelay#period=100 ms, 100 ms",
        "own, +tidewatch.ThreadDelay#period=100ms, , 100 ms",
        "25, , tidewatch.ThreadDelay#period=10 s, 1 s",
        "own, , tidewatch.ThreadDelay#enabled=false, 1 s",
        "25, +tidewatch.ThreadDelay#enabled=false, tidewatch.ThreadDelay#period=200 ms, 200 ms"
    })
    void eachMixtureOfSettingsGivesBothTheShorterPeriod(String jdk, String first, String second, String period)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of("1.jfr", "2.jfr"));
        if (second != null) {
            arguments.add(second);
        }
        RunningJvm.Result result = new TestJvm(Jdks.home(jdk), directory)
                .agent("")
                .jvmArgs("-XX:StartFlightRecording:name=first" + (first == null ? "" : "," + first))
                .main(Sharing.class, arguments.toArray(new String[0]))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        for (String file : List.of("1.jfr", "2.jfr")) {
            Map<String, String> settings = settings(directory.resolve(file));
            assertThat(settings).as(file).containsEntry(ENABLED, "true").containsEntry(PERIOD, period);
            Recorded recorded = Recorded.read(directory.resolve(file));
            assertThat(recorded.delays("busy")).as(file).isNotEmpty();
            assertThat(recorded.status().getString("missing")).doesNotContain("recording \"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+tidewatch.Status#enabled=false", "+tidewatch.Status#period=60s"})
    void withoutStatusEventsNoRecordOfAnotherIsLost(String setting) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("")
                .jvmArgs("-XX:StartFlightRecording:filename=x.jfr,+tidewatch.ThreadDelay#period=60s," + setting)
                .main(Phases.Ending.class, "1500")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        Witness end = Witness.parse(result.stdout, "ending-end");
        // No period has passed: all of it was written because the chunk ended.
        for (String name : List.of("busy", "main")) {
            List<Delay> delays = Recorded.read(directory.resolve("x.jfr")).delays(name);
            assertThat(delays).as(name).isNotEmpty();
            assertThat(delays.stream().mapToLong(Delay::end).max().orElseThrow())
                    .as(name)
                    .isGreaterThan(end.time - 1_000_000);
        }
    }

    /** The settings of Tidewatch's events as JFR combined them last. */
    private static Map<String, String> settings(Path file) throws Exception {
        Map<Long, String> names = new HashMap<>();
        Map<String, String> settings = new HashMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            recording.readEventTypes().forEach(type -> names.put(type.getId(), type.getName()));
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.ActiveSetting")) {
                    settings.put(
                            names.get(event.getLong("id")) + "#" + event.getString("name"), event.getString("value"));
                }
            }
        }
        return settings;
    }
}
