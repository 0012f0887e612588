package io.github.tidewatch.agent.cli.report.spans;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.report.render.Format;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.io.IOException;

/** The spans of recordings as JSON: times in nanoseconds, what is unknown is absent. */
public final class SpanJson {
    private static final int MOST_TARGETS = 8;

    private final SpanStatistics spans;
    private final JsonWriter json;

    private SpanJson(SpanStatistics spans, JsonWriter json) {
        this.spans = spans;
        this.json = json;
    }

    public static void write(SpanStatistics spans, JsonWriter json) throws IOException {
        new SpanJson(spans, json).write();
    }

    private void write() throws IOException {
        json.beginObject();
        json.name("spans").beginArray();
        for (SpanGroup group : spans.groups()) {
            write(group);
        }
        json.endArray();
        json.name("waitsLeftOut").value(spans.waitsLeftOut());
        json.name("causesLeftOut").value(spans.causesLeftOut());
        json.endObject();
    }

    private void write(SpanGroup group) throws IOException {
        json.beginObject();
        json.name("name").value(group.name());
        json.name("count").value(group.count());
        json.name("perSecond").value(spans.perSecond(group));
        json.name("errors").value(group.errors());
        json.name("leftOpen").value(group.leftOpen());
        json.name("recursive").value(group.recursive());
        if (group.count() > 0) {
            json.name("p50").value(group.percentile(50));
            json.name("p90").value(group.percentile(90));
            json.name("p99").value(group.percentile(99));
            json.name("p999").value(group.percentile(99.9));
            json.name("longest").value(group.percentile(100));
            json.name("sentence").value(SlowSpans.sentence(group));
            write("all", group.all());
            write("aroundMedian", group.middle());
            write("slowest10", group.slowest10());
            write("slowest1", group.slowest1());
            json.name("slowest").beginArray();
            for (SpanRecord span : group.slowest()) {
                write(span);
            }
            json.endArray();
        }
        json.endObject();
    }

    private void write(String which, SpanSums sums) throws IOException {
        json.name(which).beginObject();
        json.name("count").value(sums.count());
        write(sums.totals());
        if (sums.queued() > 0) {
            json.name("queued").value(sums.queued());
            json.name("queueTime").value(sums.queueTime());
        }
        writeCauses(sums.causes());
        json.name("waitedFor").beginArray();
        int written = 0;
        for (WaitTarget target : sums.targets()) {
            if (written++ < MOST_TARGETS) {
                json.beginObject();
                json.name("kind").value(target.kind().field());
                write("object", target.object());
                write("frame", target.frame());
                json.name("time").value(sums.time(target));
                json.endObject();
            }
        }
        json.endArray();
        json.endObject();
    }

    private void writeCauses(DelayCauses causes) throws IOException {
        if (causes.cpuDelay() > 0) {
            json.name("delayCauses").beginObject();
            json.name("cpuDelay").value(causes.cpuDelay());
            for (CpuDelayCause cause : CpuDelayCause.values()) {
                if (causes.get(cause).isPresent()) {
                    json.name(cause.field()).value(causes.get(cause).getAsLong());
                }
            }
            json.endObject();
        }
    }

    private void write(Totals totals) throws IOException {
        json.name("time").value(totals.wall());
        for (Metric part : Metric.PARTS) {
            if (totals.isKnown(part) && !totals.isAtLeast(part)) {
                json.name(part.field()).value(totals.known(part));
            }
        }
    }

    private void write(String name, String text) throws IOException {
        if (text != null) {
            json.name(name).value(text);
        }
    }

    private void write(SpanRecord span) throws IOException {
        json.beginObject();
        json.name("begin").value(Format.instant(span.begin).toString());
        write(span.totals);
        if (span.queueTime != SpanRecord.UNKNOWN) {
            json.name("queueTime").value(span.queueTime);
        }
        json.name("thread").value(span.thread);
        json.name("osThreadId").value(span.tid);
        write("outer", span.outer);
        write("error", span.error);
        json.endObject();
    }
}
