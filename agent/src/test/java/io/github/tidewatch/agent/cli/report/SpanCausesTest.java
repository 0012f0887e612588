package io.github.tidewatch.agent.cli.report;

import static io.github.tidewatch.agent.cli.report.TestEvents.nanos;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.metrics.ThreadGroups;
import java.nio.file.Path;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To which causes spans lost their time, by what their groups of threads lost meanwhile. */
class SpanCausesTest {
    private static final String OWN = ThreadGroups.of(Thread.currentThread().getName());

    @TempDir
    Path directory;

    /** As the agent's, on a host that does not say what the hypervisor took. */
    @Name("tidewatch.DelayCause")
    @StackTrace(false)
    static final class DelayCause extends Event {
        String threadGroup;

        @Timespan
        long interval;

        @Timespan
        long cpuDelay;

        @Timespan
        long quotaDelay;

        @Timespan
        long ownThreadsDelay;

        @Timespan
        long unexplainedDelay;

        static void commit(String group, long interval, long quota, long own) {
            DelayCause cause = new DelayCause();
            cause.threadGroup = group;
            cause.interval = nanos(interval);
            cause.quotaDelay = nanos(quota);
            cause.ownThreadsDelay = nanos(own);
            cause.cpuDelay = nanos(quota + own);
            cause.commit();
        }
    }

    /** 1000 spans of 2 ms, of which ten waited for a CPU for 38 ms more. */
    private static void orders() {
        for (int i = 0; i < 1000; i++) {
            new SpanReportTest.Span()
                    .of("order")
                    .spent(2, 0, i % 100 == 7 ? 38 : 0, 0, 0)
                    .commit();
        }
        TestEvents.sleep(60); // the last of them is over by then
    }

    private JsonObject slowest(Path file) {
        return order(file).getAsJsonObject("slowest1");
    }

    private static JsonObject order(Path file) {
        Ran ran = Ran.tidewatch("report", "--spans", "--json", file.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        return JsonParser.parseString(ran.out())
                .getAsJsonObject()
                .getAsJsonArray("spans")
                .get(0)
                .getAsJsonObject();
    }

    @Test
    void delayHasTheCausesOfTheGroupInTheIntervalsThatItOverlaps() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            DelayCause.commit(OWN, 1000, 0, 500); // before them
            orders();
            DelayCause.commit(OWN, 10_000, 900, 100);
            DelayCause.commit("another", 10_000, 0, 5000);
        });
        JsonObject causes = slowest(file).getAsJsonObject("delayCauses");
        assertThat(causes.get("cpuDelay").getAsDouble()).isEqualTo(nanos(380), within());
        assertThat(causes.get("quotaDelay").getAsDouble()).isEqualTo(nanos(342), within());
        assertThat(causes.get("ownThreadsDelay").getAsDouble()).isEqualTo(nanos(38), within());
        assertThat(causes.has("stealDelay")).isFalse();
        assertThat(order(file).getAsJsonObject("aroundMedian").has("delayCauses"))
                .isFalse();
        assertThat(order(file).get("sentence").getAsString())
                .endsWith(
                        "they spent 100 % waiting for a CPU. In all they lost 86 % of their time to the CPU quota, by what"
                                + " their groups of threads lost in these intervals.");
    }

    private static Offset<Double> within() {
        return Offset.offset(1000.0); // each part is rounded
    }

    @Test
    void noSpanLosesMoreToACauseThanItsGroupDid() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            orders();
            DelayCause.commit(OWN, 10_000, 5, 0);
        });
        assertThat(slowest(file)
                        .getAsJsonObject("delayCauses")
                        .get("quotaDelay")
                        .getAsDouble())
                .isEqualTo(nanos(50), within());
        assertThat(order(file).get("sentence").getAsString())
                .endsWith(
                        " waiting for a CPU. In all they lost 13 % of their time to the CPU quota, by what their groups of"
                                + " threads lost in these intervals.");
    }

    @Test
    void withoutARecordOfTheGroupThereIsNoCause() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            orders();
            DelayCause.commit("another", 10_000, 900, 0);
            DelayCause.commit(OWN, -10, 900, 0);
        });
        assertThat(slowest(file).has("delayCauses")).isFalse();
        assertThat(order(file).get("sentence").getAsString()).endsWith("they spent 100 % waiting for a CPU.");
    }
}
