package io.github.tidewatch.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.metrics.CpuDelayCause;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Why threads waited for a CPU, as top says it. */
class CauseLineTest {
    private static final long SECOND = 1_000_000_000;

    private static Snapshot snapshot(Map<CpuDelayCause, Long> parts) {
        DelayCauseTotals totals = new DelayCauseTotals();
        long all = parts.values().stream().mapToLong(Long::longValue).sum();
        totals.add("http-*", all, "GC Thread#*", cause -> parts.getOrDefault(cause, 0L));
        Snapshot snapshot = new Snapshot();
        snapshot.time = Instant.EPOCH;
        snapshot.length = SECOND;
        snapshot.total = Row.group("all threads");
        snapshot.cgroupQuota = 0.5;
        snapshot.causes = totals.of(group -> true);
        return snapshot;
    }

    private static List<String> lines(Snapshot snapshot) {
        Screen screen = Screen.of(new ByteArrayOutputStream(), new ByteArrayOutputStream(), 400);
        return new View(screen, "top", tid -> 'S', null).lines(snapshot, new ViewState(), 400, 0);
    }

    @Test
    void theLineNamesEachCauseWithItsPartOfTheDelayTheLargestFirst() {
        assertThat(lines(snapshot(Map.of(CpuDelayCause.QUOTA, 9 * SECOND, CpuDelayCause.NEIGHBOR, SECOND))))
                .contains(
                        "waiting for a CPU: 90 % because the CPU quota of 0.50 CPUs was used up (GC Thread#* used most"
                                + " CPU), and 10 % because other processes or the kernel had the CPUs");
    }

    @Test
    void whereNoThreadWaitedLongTheLineSaysSo() {
        assertThat(lines(snapshot(Map.of()))).contains("no group of threads waited long for a CPU");
    }

    @Test
    void whereNoCauseCanBeKnownThereIsNoLine() {
        Snapshot snapshot = snapshot(Map.of());
        snapshot.causes = null;

        assertThat(lines(snapshot)).noneMatch(line -> line.contains("waited long"));
    }

    @Test
    void jsonHasThePartsInNanoseconds() throws Exception {
        String text = TopJson.of(snapshot(Map.of(CpuDelayCause.QUOTA, 9 * SECOND)), List.of());

        JsonObject causes = JsonParser.parseString(text).getAsJsonObject().getAsJsonObject("delayCauses");
        assertThat(causes.get("quotaDelay").getAsLong()).isEqualTo(9 * SECOND);
        assertThat(causes.get("cpuDelay").getAsLong()).isEqualTo(9 * SECOND);
        assertThat(causes.get("mostCpuGroup").getAsString()).isEqualTo("GC Thread#*");
    }
}
