package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import java.nio.file.Path;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record of which JFR has lost a text is one that is known but for that. */
class LostNameTest {
    @TempDir
    Path directory;

    /** As the agent's own, with all causes. */
    @Name("tidewatch.DelayCause")
    @StackTrace(false)
    static final class DelayCause extends Event {
        String threadGroup;

        @Timespan
        long interval = TestEvents.nanos(1000);

        @Timespan
        long cpuDelay = TestEvents.nanos(400);

        @Timespan
        long quotaDelay = TestEvents.nanos(300);

        @Timespan
        long ownThreadsDelay = TestEvents.nanos(100);

        @Timespan
        long neighborDelay;

        @Timespan
        long stealDelay;

        @Timespan
        long placementDelay;

        @Timespan
        long unexplainedDelay;
    }

    @Test
    void causesOfAGroupWithoutANameCountForAllThreads() throws Exception {
        Path recording = TestEvents.record(directory, () -> {
            new TestEvents.ThreadDelay()
                    .of(null, "worker-1", 11)
                    .spent(600, 0, 400, 0, 0)
                    .commit();
            new DelayCause().commit();
        });
        Ran ran = Ran.tidewatch("report", recording.toString(), "--json");
        assertThat(ran.code()).isZero();
        JsonObject causes = JsonParser.parseString(ran.out())
                .getAsJsonObject()
                .getAsJsonArray("delayCauses")
                .get(0)
                .getAsJsonObject();
        assertThat(causes.get("quotaDelay").getAsLong()).isCloseTo(300_000_000, within(1000L));
        assertThat(ran.err())
                .contains("JFR has lost the name of the group of 1 DelayCause records")
                .doesNotContain("make no sense");
    }
}
