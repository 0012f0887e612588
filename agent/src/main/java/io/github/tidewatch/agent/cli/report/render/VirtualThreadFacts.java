package io.github.tidewatch.agent.cli.report.render;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.report.model.EndedVirtualThreads;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.VirtualThreadSums;
import io.github.tidewatch.text.Durations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long virtual threads waited for carriers, and these for CPUs, in a sentence; nothing where the recording does not say. */
final class VirtualThreadFacts {
    private static final double MEDIAN = 0.5;
    private static final double LATE = 0.99;

    /** What a number with one decimal place shows. */
    private static final double LEAST = 0.1;

    private VirtualThreadFacts() {}

    static List<String> of(Summary summary) {
        List<String> lines = new ArrayList<>();
        if (summary.options().threads == null) {
            addSampled(summary.virtualThreads(), lines);
            addEnded(summary.sums().endedVirtualThreads().all(), lines);
        }
        return lines;
    }

    private static void addSampled(VirtualThreadSums sums, List<String> lines) {
        if (sums.samples() == 0) {
            return;
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
        if (sums.probes() > 0) {
            text.append("; one of Tidewatch's waited ")
                    .append(Durations.text(sums.carrierDelay(MEDIAN)))
                    .append(" for a carrier at the median, ")
                    .append(Durations.text(sums.carrierDelay(LATE)))
                    .append(" at the 99th percentile, ")
                    .append(Durations.text(sums.longestCarrierDelay()))
                    .append(" at most");
        }
        text.append(pinned(sums.pinned(), sums.mounted()));
        lines.add(text.toString());
    }

    private static void addEnded(EndedVirtualThreads.Times ended, List<String> lines) {
        if (ended.threads() == 0) {
            return;
        }
        String pinned = ended.pinned() == 0 ? "" : " (" + Durations.text(ended.pinned()) + " of it pinned)";
        lines.add(ended.threads() + (ended.threads() == 1 ? " virtual thread" : " virtual threads")
                + " ended; of their " + Durations.text(ended.lifetime()) + " they were mounted for "
                + Durations.text(ended.mounted()) + pinned + ", waited for a carrier for "
                + Durations.text(ended.carrierDelay()) + " and for anything else for "
                + Durations.text(ended.parked()));
    }

    /** Of those that did not wait for work: the probe itself keeps others alive that do. */
    static String pinned(double pinned, double mounted) {
        if (pinned <= 0) {
            return "";
        }
        return pinned < LEAST
                ? "; on average less than 0.1 of the mounted carriers were pinned"
                : String.format(Locale.ROOT, "; on average %.1f of %.1f mounted carriers were pinned", pinned, mounted);
    }

    /** The same as JSON. */
    static void write(Summary summary, JsonWriter json) throws IOException {
        writeSampled(summary, json);
        if (summary.sums().endedVirtualThreads().all().threads() > 0) {
            json.name("endedVirtualThreads").beginArray();
            for (EndedVirtualThreads.Times group :
                    summary.sums().endedVirtualThreads().groups()) {
                json.beginObject();
                json.name("threadGroup").value(group.name());
                json.name("threads").value(group.threads());
                json.name("lifetime").value(group.lifetime());
                json.name("mountedTime").value(group.mounted());
                json.name("carrierDelay").value(group.carrierDelay());
                json.name("parkedTime").value(group.parked());
                json.name("pinnedTime").value(group.pinned());
                json.name("mounts").value(group.mounts());
                json.endObject();
            }
            json.endArray();
        }
    }

    private static void writeSampled(Summary summary, JsonWriter json) throws IOException {
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
        if (sums.probes() > 0) {
            json.name("carrierDelayMedian").value(sums.carrierDelay(MEDIAN));
            json.name("carrierDelayP99").value(sums.carrierDelay(LATE));
            json.name("carrierDelayMax").value(sums.longestCarrierDelay());
        }
        json.name("carriers").value(sums.carriers());
        json.name("mounted").value(sums.mounted());
        json.name("pinned").value(sums.pinned());
        json.endObject();
    }
}
