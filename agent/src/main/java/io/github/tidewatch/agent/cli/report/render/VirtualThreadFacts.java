package io.github.tidewatch.agent.cli.report.render;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.VirtualThreadSums;
import io.github.tidewatch.text.Durations;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** How long virtual threads waited for carriers, and these for CPUs, in a sentence; nothing where the recording does not say. */
final class VirtualThreadFacts {
    private static final double MEDIAN = 0.5;
    private static final double LATE = 0.99;

    private VirtualThreadFacts() {}

    static List<String> of(Summary summary) {
        VirtualThreadSums sums = summary.virtualThreads();
        if (sums.samples() == 0 || summary.options().threads != null) {
            return List.of();
        }
        StringBuilder text = new StringBuilder("virtual threads ");
        text.append(
                sums.queuedTime() > 0
                        ? "waited about " + Durations.text(sums.queuedTime()) + " for carriers ("
                        : "were not found waiting for carriers (");
        text.append(sums.samples()).append(sums.samples() == 1 ? " sample)" : " samples)");
        sums.cpuDelay().ifPresent(delay -> text.append(", which themselves waited ")
                .append(Durations.text(delay))
                .append(" for CPUs"));
        text.append("; one of Tidewatch's waited ")
                .append(Durations.text(sums.carrierDelay(MEDIAN)))
                .append(" for a carrier at the median, ")
                .append(Durations.text(sums.carrierDelay(LATE)))
                .append(" at the 99th percentile, ")
                .append(Durations.text(sums.longestCarrierDelay()))
                .append(" at most");
        if (sums.pinned() > 0) {
            text.append(String.format(
                    Locale.ROOT, "; on average %.1f of %.1f carriers were pinned", sums.pinned(), sums.carriers()));
        }
        return List.of(text.toString());
    }

    /** The same as JSON. */
    static void write(Summary summary, JsonWriter json) throws IOException {
        VirtualThreadSums sums = summary.virtualThreads();
        if (sums.samples() == 0) {
            return;
        }
        json.name("virtualThreads").beginObject();
        json.name("samples").value(sums.samples());
        json.name("interval").value(sums.length());
        json.name("queuedTime").value(sums.queuedTime());
        if (sums.cpuDelay().isPresent()) {
            json.name("cpuDelay").value(sums.cpuDelay().getAsLong());
        }
        json.name("carrierDelayMedian").value(sums.carrierDelay(MEDIAN));
        json.name("carrierDelayP99").value(sums.carrierDelay(LATE));
        json.name("carrierDelayMax").value(sums.longestCarrierDelay());
        json.name("carriers").value(sums.carriers());
        json.name("pinned").value(sums.pinned());
        json.endObject();
    }
}
