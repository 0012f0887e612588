package io.github.tidewatch.agent.cli.report.render;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.JsonText;
import io.github.tidewatch.agent.cli.report.model.Groups;
import io.github.tidewatch.agent.cli.report.model.StatusSummary;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadSummary;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.WaitTexts;
import io.github.tidewatch.findings.waits.WaitSplit;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.timeline.Series;
import io.github.tidewatch.timeline.TimeGrid;
import java.io.IOException;
import java.io.Writer;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the HTML report's script shows, as JSON made to be small: a thread is an array of values in the order of
 * {@code columns}, null where a value is unknown. Times are nanoseconds, in series microseconds.
 */
final class HtmlData {
    /** Threads with a chart of their own. */
    private static final int MOST_SERIES = 60;

    private final Summary summary;
    private final JsonWriter json;

    private HtmlData(Summary summary, JsonWriter json) {
        this.summary = summary;
        this.json = json;
    }

    static void write(Summary summary, RowStacks stacks, Writer out) throws IOException {
        JsonWriter json = JsonText.to(out);
        json.setSerializeNulls(true);
        new HtmlData(summary, json).write(stacks);
        json.flush();
    }

    private void write(RowStacks stacks) throws IOException {
        json.beginObject();
        writeMeta();
        writeColumns();
        json.name("process");
        row("", 0, "", summary.totals(), summary.groups().split());
        json.name("threads").beginArray();
        for (ThreadSummary thread : summary.threads()) {
            String state = thread.ended() ? "exited" : "";
            row(thread.name(), thread.tid(), state, thread.totals(), thread.split());
        }
        json.endArray();
        writeGroups("groups", summary.groups());
        writeGroups("ended", summary.ended());
        json.name("folded").value(summary.folded().threads());
        writeSeries();
        json.name("worst").beginArray();
        for (String worst : WorstIntervalText.of(summary)) {
            json.value(worst);
        }
        json.endArray();
        strings("causes", CauseText.of(summary));
        strings("waitedFor", WaitText.of(summary));
        writeFindings();
        writeSources();
        json.name("flames");
        stacks.write(json);
        json.endObject();
    }

    private void writeFindings() throws IOException {
        json.name("findings").beginArray();
        for (Finding finding : summary.worthKnowing()) {
            json.beginObject();
            json.name("title").value(finding.check().title());
            json.name("severity").value(finding.severity().name());
            json.name("score").value(Format.score(finding));
            json.name("summary").value(FindingText.summary(summary, finding));
            json.name("explanation").value(FindingText.explanation(summary, finding));
            json.name("remedy").value(finding.remedy());
            json.endObject();
        }
        json.endArray();
    }

    private void writeMeta() throws IOException {
        json.name("files").beginArray();
        for (var file : summary.files()) {
            json.value(String.valueOf(file.getFileName()));
        }
        json.endArray();
        json.name("begin").value(Format.dateAndTime(summary.begin()));
        json.name("zone").value(ZoneId.systemDefault().getId());
        json.name("length").value(Durations.text(summary.length()));
        json.name("threadCount").value(summary.threadCount());
        json.name("facts").beginArray();
        for (String fact : ProcessFacts.of(summary)) {
            json.value(fact);
        }
        json.endArray();
    }

    private void writeColumns() throws IOException {
        json.name("parts").beginArray();
        for (Metric part : Metric.PARTS) {
            json.beginObject();
            json.name("field").value(part.field());
            json.name("label").value(part.label());
            json.name("doing").value(PartStyle.doing(part));
            json.name("colour").value(String.format("#%06x", PartStyle.colour(part)));
            json.name("loss").value(part.isLoss());
            json.endObject();
        }
        json.endArray();
        writeDetailColumns();
        json.name("columns").beginArray();
        json.value("name").value("number").value("state").value("wall").value("blockIoAtLeast");
        for (Metric part : Metric.PARTS) {
            json.value(part.field());
        }
        for (Metric wait : Metric.WAITS) {
            json.value(wait.field());
        }
        json.value(WaitStyle.IDLE_FIELD).value(WaitStyle.STOPPED_FIELD);
        for (Metric detail : Metric.DETAILS) {
            json.value(detail.field());
        }
        json.endArray();
    }

    private void writeDetailColumns() throws IOException {
        json.name("waits").beginArray();
        for (Metric wait : Metric.WAITS) {
            waitColumn(wait.field(), wait.label(), WaitStyle.colour(wait));
        }
        waitColumn(WaitStyle.IDLE_FIELD, WaitStyle.IDLE, WaitStyle.IDLE_COLOUR);
        waitColumn(WaitStyle.STOPPED_FIELD, WaitTexts.STOPPED, WaitStyle.STOPPED_COLOUR);
        json.endArray();
        json.name("details").beginArray();
        for (Metric detail : Metric.DETAILS) {
            json.beginObject();
            json.name("field").value(detail.field());
            json.name("label").value(detail.label());
            json.name("unit").value(detail.unit().name());
            json.endObject();
        }
        json.endArray();
    }

    private void waitColumn(String field, String label, int colour) throws IOException {
        json.beginObject();
        json.name("field").value(field);
        json.name("label").value(label);
        json.name("colour").value(String.format("#%06x", colour));
        json.endObject();
    }

    /** In the order of {@code columns}. */
    private void row(String name, long number, String state, Totals totals, WaitSplit split) throws IOException {
        json.beginArray();
        json.value(name).value(number).value(state);
        json.value(totals.wall()).value(totals.isAtLeast(Metric.BLOCK_IO_DELAY));
        for (Metric part : Metric.PARTS) {
            number(totals.get(part));
        }
        for (Metric wait : Metric.WAITS) {
            number(split.get(wait));
        }
        number(split.knownIdle());
        number(split.stopped());
        for (Metric detail : Metric.DETAILS) {
            number(totals.get(detail));
        }
        json.endArray();
    }

    private void number(OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.value(value.getAsLong());
        } else {
            json.nullValue();
        }
    }

    private void writeGroups(String name, Groups groups) throws IOException {
        json.name(name).beginArray();
        for (Groups.Group group : groups.sorted()) {
            row(group.name(), group.threads(), "", group.totals(), group.split());
        }
        json.endArray();
    }

    private void writeSeries() throws IOException {
        TimeGrid grid = summary.grid();
        json.name("grid").beginObject();
        json.name("begin").value(grid.count() == 0 ? 0 : Format.localMillis(grid.begin(grid.first())));
        json.name("step").value(grid.width() / 1e6);
        json.endObject();
        json.name("processSeries");
        series(summary.series(), summary.totals());
        json.name("threadSeries").beginArray();
        List<ThreadSummary> threads = summary.threads();
        for (ThreadSummary thread : threads.subList(0, Math.min(MOST_SERIES, threads.size()))) {
            series(thread.series(), thread.totals());
        }
        json.endArray();
    }

    /** An array for each part, null if it is unknown, and one of the time in which block I/O is not known. */
    private void series(Series series, Totals totals) throws IOException {
        TimeGrid grid = summary.grid();
        json.beginObject();
        for (Metric part : Metric.PARTS) {
            json.name(part.field());
            if (!totals.isKnown(part)) {
                json.nullValue();
                continue;
            }
            json.beginArray();
            for (long bucket = grid.first(); bucket < grid.first() + grid.count(); bucket++) {
                cell(bucket, series.nanos(bucket, part));
            }
            json.endArray();
        }
        waits(series, totals);
        json.name("incomplete").beginArray();
        for (long bucket = grid.first(); bucket < grid.first() + grid.count(); bucket++) {
            cell(bucket, series.unknown(bucket));
        }
        json.endArray();
        json.endObject();
    }

    /** An array for each kind of wait of which there was some, and what is not known; none where nothing is. */
    private void waits(Series series, Totals totals) throws IOException {
        if (Metric.WAITS.stream().noneMatch(totals::isKnown)) {
            return;
        }
        TimeGrid grid = summary.grid();
        for (Metric wait : Metric.WAITS) {
            if (wait != Metric.UNKNOWN_WAIT && series.has(wait)) {
                json.name(wait.field()).beginArray();
                for (long bucket = grid.first(); bucket < grid.first() + grid.count(); bucket++) {
                    cell(bucket, series.nanos(bucket, wait));
                }
                json.endArray();
            }
        }
        json.name(Metric.UNKNOWN_WAIT.field()).beginArray();
        for (long bucket = grid.first(); bucket < grid.first() + grid.count(); bucket++) {
            double known = 0;
            for (Metric wait : Metric.WAITS) {
                known += wait == Metric.UNKNOWN_WAIT ? 0 : series.nanos(bucket, wait);
            }
            cell(bucket, Math.max(0, series.nanos(bucket, Metric.WAIT_TIME) - known));
        }
        json.endArray();
    }

    /** Of a time in which nothing was recorded null, so that the chart has a gap there. */
    private void cell(long bucket, double nanos) throws IOException {
        if (nanos != 0 || summary.isRecorded(bucket)) {
            json.value(Math.round(nanos / 1000));
        } else {
            json.nullValue();
        }
    }

    private void writeSources() throws IOException {
        StatusSummary status = summary.status();
        json.name("host").beginArray();
        for (Map.Entry<String, String> value : status.values().entrySet()) {
            json.beginArray().value(value.getKey()).value(value.getValue()).endArray();
        }
        json.endArray();
        json.name("hasStatus").value(status.any());
        strings("missing", status.missing());
        strings("notSampled", status.notSampled());
        strings("incomplete", status.incomplete());
        strings("unreliable", status.unreliable());
        strings("sampling", SamplingFacts.of(summary));
        strings("warnings", summary.warnings());
    }

    private void strings(String name, Collection<String> values) throws IOException {
        json.name(name).beginArray();
        for (String value : values) {
            json.value(value);
        }
        json.endArray();
    }
}
