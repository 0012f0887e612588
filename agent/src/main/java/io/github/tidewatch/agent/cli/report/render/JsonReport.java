package io.github.tidewatch.agent.cli.report.render;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.report.model.Groups;
import io.github.tidewatch.agent.cli.report.model.StatusSummary;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadSummary;
import io.github.tidewatch.agent.cli.report.model.WorstInterval;
import io.github.tidewatch.findings.AffectedThread;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.TimeGrid;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The summary as JSON. Times are nanoseconds, under the names that they have in the events; moments are ISO 8601. What is
 * unknown is absent, and what is known as a least value only is named in {@code atLeast}.
 */
public final class JsonReport {
    private final Summary summary;
    private final JsonWriter json;

    private JsonReport(Summary summary, JsonWriter json) {
        this.summary = summary;
        this.json = json;
    }

    public static void write(Summary summary, JsonWriter json) throws IOException {
        new JsonReport(summary, json).write();
    }

    private void write() throws IOException {
        json.beginObject();
        json.name("headline").value(Headline.of(summary));
        json.name("files").beginArray();
        for (var file : summary.files()) {
            json.value(file.toString());
        }
        json.endArray();
        json.name("begin").value(Format.instant(summary.begin()).toString());
        json.name("end").value(Format.instant(summary.end()).toString());
        json.name("recorded").value(summary.length());
        if (summary.evaluated().isPresent()) {
            json.name("evaluated").beginObject();
            json.name("why").value(summary.evaluated().get().why().name());
            json.name("begin")
                    .value(Format.instant(summary.evaluated().get().begin()).toString());
            json.name("end")
                    .value(Format.instant(summary.evaluated().get().end()).toString());
            json.name("recorded").value(summary.evaluatedLength());
            json.endObject();
        }
        writeProcess();
        VirtualThreadFacts.write(summary, json);
        json.name("threads").beginArray();
        for (ThreadSummary thread : summary.threads()) {
            writeThread(thread);
        }
        json.endArray();
        writeGroups("groups", summary.groups());
        writeGroups("ended", summary.ended());
        writeWorst();
        writeTimeline();
        writeCauses();
        writeFindings();
        writeHost();
        strings("warnings", summary.warnings());
        json.endObject();
    }

    private void writeProcess() throws IOException {
        json.name("process").beginObject();
        json.name("threads").value(summary.threadCount());
        writeTotals(summary.totals());
        WaitsJson.write(summary.groups().split(), summary.totals(), json);
        json.endObject();
        json.name("processUsage").beginObject();
        for (Map.Entry<String, Long> sum : summary.process().all().entrySet()) {
            json.name(sum.getKey()).value(sum.getValue());
        }
        json.endObject();
    }

    private void writeThread(ThreadSummary thread) throws IOException {
        json.beginObject();
        json.name("name").value(thread.name());
        json.name("osThreadId").value(thread.tid());
        if (thread.javaId() > 0) {
            json.name("javaThreadId").value(thread.javaId());
        }
        json.name("begin").value(Format.instant(thread.begin()).toString());
        json.name("end").value(Format.instant(thread.end()).toString());
        json.name("ended").value(thread.ended());
        writeTotals(thread.totals());
        WaitsJson.write(thread.split(), thread.totals(), json);
        WaitsJson.writeTargets(thread.split(), thread.waits(), json);
        if (thread.worstLost() > 0) {
            json.name("worst").beginObject();
            json.name("begin").value(Format.instant(thread.worstBegin()).toString());
            json.name("interval").value(thread.worstLength());
            json.name("lost").value(thread.worstLost());
            json.endObject();
        }
        json.endObject();
    }

    private void writeTotals(Totals totals) throws IOException {
        json.name("wall").value(totals.wall());
        for (Metric part : Metric.PARTS) {
            number(part.field(), totals.get(part));
        }
        if (totals.isAtLeast(Metric.BLOCK_IO_DELAY)) {
            json.name("atLeast")
                    .beginArray()
                    .value(Metric.BLOCK_IO_DELAY.field())
                    .endArray();
        }
        for (Metric detail : Metric.DETAILS) {
            number(detail.field(), totals.get(detail));
        }
    }

    private void writeGroups(String name, Groups groups) throws IOException {
        json.name(name).beginArray();
        for (Groups.Group group : groups.sorted()) {
            json.beginObject();
            json.name("pattern").value(group.pattern());
            json.name("threads").value(group.threads());
            writeTotals(group.totals());
            WaitsJson.write(group.split(), group.totals(), json);
            WaitsJson.writeTargets(group.split(), group.waits().within(group.totals()), json);
            json.endObject();
        }
        json.endArray();
    }

    private void writeIfKnown(Metric metric, double nanos) throws IOException {
        if (summary.totals().isKnown(metric)) {
            json.name(metric.field()).value(Math.round(nanos));
        }
    }

    private void writeWorst() throws IOException {
        json.name("worstIntervals").beginArray();
        for (WorstInterval worst : summary.worstIntervals()) {
            json.beginObject();
            json.name("begin").value(Format.instant(worst.begin()).toString());
            json.name("interval").value(worst.length());
            writeIfKnown(Metric.CPU_DELAY, worst.cpuDelay());
            writeIfKnown(Metric.BLOCK_IO_DELAY, worst.blockIo());
            json.name("threads").beginArray();
            for (int i = 0; i < worst.threads().size(); i++) {
                ThreadSummary thread = worst.threads().get(i);
                json.beginObject();
                json.name("name").value(thread.name());
                json.name("osThreadId").value(thread.tid());
                json.name("lost").value(Math.round(worst.lost().get(i)));
                json.endObject();
            }
            json.endArray().endObject();
        }
        json.endArray();
    }

    private void writeCauses() throws IOException {
        json.name("delayCauses").beginArray();
        for (Map.Entry<String, DelayCauses> group : summary.causes().byGroup().entrySet()) {
            DelayCauses causes = group.getValue();
            json.beginObject();
            json.name("threadGroup").value(group.getKey());
            json.name("cpuDelay").value(causes.cpuDelay());
            for (CpuDelayCause cause : CpuDelayCause.values()) {
                number(cause.field(), causes.get(cause));
            }
            json.name("mostCpuGroup").value(causes.mostCpuGroup());
            json.endObject();
        }
        json.endArray();
    }

    private void writeFindings() throws IOException {
        json.name("findings").beginArray();
        for (Finding finding : summary.findings()) {
            json.beginObject();
            json.name("id").value(finding.check().id());
            json.name("title").value(finding.check().title());
            json.name("severity").value(finding.severity().name());
            if (finding.score().isPresent()) {
                json.name("score").value(finding.score().getAsDouble());
            }
            json.name("ofEvaluatedTime").value(summary.isOfPart(finding));
            if (finding.lost() > 0) {
                json.name("lost").value(finding.lost());
            }
            json.name("summary").value(FindingText.summary(summary, finding));
            json.name("explanation").value(FindingText.explanation(summary, finding));
            json.name("remedy").value(finding.remedy());
            json.name("threads").beginArray();
            for (AffectedThread thread : finding.threads()) {
                json.beginObject();
                json.name("name").value(thread.thread().name());
                json.name("osThreadId").value(thread.thread().osThreadId());
                if (thread.thread().threads() > 1) {
                    json.name("threads").value(thread.thread().threads());
                }
                json.name("amount").value(thread.amount());
                json.name("share").value(thread.share());
                json.endObject();
            }
            json.endArray().endObject();
        }
        json.endArray();
    }

    private void writeTimeline() throws IOException {
        TimeGrid grid = summary.grid();
        json.name("timeline").beginObject();
        if (grid.count() > 0) {
            json.name("begin").value(Format.instant(grid.begin(grid.first())).toString());
            json.name("interval").value(grid.width());
            for (Metric part : Metric.PARTS) {
                if (summary.totals().isKnown(part)) {
                    json.name(part.field()).beginArray();
                    for (long bucket = grid.first(); bucket < grid.first() + grid.count(); bucket++) {
                        double nanos = summary.series().nanos(bucket, part);
                        if (nanos != 0 || summary.isRecorded(bucket)) {
                            json.value(Math.round(nanos));
                        } else {
                            json.nullValue(); // a gap between recordings
                        }
                    }
                    json.endArray();
                }
            }
        }
        json.endObject();
    }

    private void writeHost() throws IOException {
        StatusSummary status = summary.status();
        json.name("host").beginObject();
        for (Map.Entry<String, String> value : status.values().entrySet()) {
            json.name(value.getKey()).value(value.getValue());
        }
        number("cpus", summary.host().cpus());
        number("usableCpus", summary.host().usableCpus());
        number("cpuQuota", summary.host().cpuQuota());
        number("busyCpus", summary.host().busyCpus());
        number("ownCpus", summary.host().ownCpus());
        json.endObject();
        strings("missing", status.missing());
        strings("notSampled", status.notSampled());
        strings("incomplete", status.incomplete());
        strings("unreliable", status.unreliable());
        json.name("overhead").beginObject();
        for (Map.Entry<String, Long> sum : summary.overhead().all().entrySet()) {
            json.name(sum.getKey()).value(sum.getValue());
        }
        json.endObject();
    }

    private void strings(String name, Collection<String> values) throws IOException {
        json.name(name).beginArray();
        for (String value : values) {
            json.value(value);
        }
        json.endArray();
    }

    private void number(String name, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            json.name(name).value(value.getAsDouble());
        }
    }

    private void number(String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.name(name).value(value.getAsLong());
        }
    }
}
