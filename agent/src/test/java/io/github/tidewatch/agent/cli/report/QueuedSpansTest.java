package io.github.tidewatch.agent.cli.report;

import static io.github.tidewatch.agent.cli.report.TestEvents.nanos;
import static org.assertj.core.api.Assertions.assertThat;

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

/** What the report says of spans whose tasks were queued. */
class QueuedSpansTest {
    @TempDir
    Path directory;

    /** As the agent's, on a host without block I/O. */
    @Name("tidewatch.Span")
    @StackTrace(false)
    static final class Span extends Event {
        String name;
        boolean queued;

        @Timespan
        long queueTime;

        @Timespan
        long userTime;

        @Timespan
        long systemTime;

        @Timespan
        long cpuDelay;

        @Timespan
        long blockIoDelay;

        @Timespan
        long waitTime;

        static void commit(String name, long queueTime) {
            commit(name, queueTime, 20);
        }

        static void commit(String name, long queueTime, long userTime) {
            Span span = new Span();
            span.name = name;
            span.userTime = nanos(userTime);
            span.queued = queueTime >= 0;
            span.queueTime = nanos(Math.max(0, queueTime));
            span.commit();
        }
    }

    private static void tasks(int unknown) {
        for (int i = 0; i < 100; i++) {
            Span.commit("task", i < unknown ? -1 : i % 10 == 9 ? 180 : 5);
        }
    }

    private JsonObject task(Path file) {
        Ran ran = Ran.tidewatch("report", "--spans", "--json", file.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        return JsonParser.parseString(ran.out())
                .getAsJsonObject()
                .getAsJsonArray("spans")
                .get(0)
                .getAsJsonObject();
    }

    @Test
    void theTimeThatATaskWasQueuedIsAPartOfWhatItTook() throws Exception {
        Path file = TestEvents.record(directory, () -> tasks(0));
        JsonObject task = task(file);
        assertThat(task.get("sentence").getAsString())
                .isEqualTo(
                        "The slowest 10 % (10) took 200 ms on average, 8.0 times as long as those around the median. Of"
                                + " what they took longer, they spent 100 % queued, until a worker of the executor took them.");
        assertThat(task.getAsJsonObject("slowest10").get("queueTime").getAsLong())
                .isEqualTo(nanos(1800));
        assertThat(task.getAsJsonObject("all").get("queued").getAsLong()).isEqualTo(100);
        assertThat(task.get("p50").getAsLong()).isBetween(nanos(25), nanos(25) * 1001 / 1000);
        Ran text = Ran.tidewatch("report", "--spans", file.toString());
        assertThat(text.out().replaceAll("\\s+", " "))
                .contains("on average spans length queued user ", " slowest 10 % 10 200 ms 180 ms 20 ms 0 s")
                .contains("slowest at length queued user ");
    }

    @Test
    void anUnknownTimeIsNoZero() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            tasks(20);
            Span.commit("task", -1, 120);
            Span.commit("no task", -1);
        });
        JsonObject task = task(file);
        assertThat(task.get("sentence").getAsString()).endsWith(" took them, where that is known.");
        assertThat(task.getAsJsonObject("all").get("queued").getAsLong()).isEqualTo(80);
        String text = Ran.tidewatch("report", "--spans", file.toString()).out().replaceAll("\\s+", " ");
        assertThat(text).contains(" all 101 39 ms >=18 ms 21 ms");
        assertThat(text.substring(text.indexOf("no task"))).doesNotContain("queued");
    }
}
