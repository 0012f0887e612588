package io.github.tidewatch.agent.cli.report.render;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.findings.waits.WaitSplit;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.findings.waits.WaitTargets;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/** What was waited for, as JSON: each kind under its name in the events; what is unknown is absent. */
final class WaitsJson {
    private WaitsJson() {}

    static void write(WaitSplit split, Totals totals, JsonWriter json) throws IOException {
        if (split.isKnown()) {
            for (Metric kind : Metric.WAITS) {
                number(kind.field(), split.get(kind), json);
            }
            number(WaitStyle.IDLE_FIELD, split.knownIdle(), json);
            number(WaitStyle.STOPPED_FIELD, split.stopped(), json);
            number(Metric.EXACT_WAIT.field(), totals.get(Metric.EXACT_WAIT), json);
        }
    }

    private static void number(String name, OptionalLong value, JsonWriter json) throws IOException {
        if (value.isPresent()) {
            json.name(name).value(value.getAsLong());
        }
    }

    /** What is known beyond the kinds, longest first. */
    static void writeTargets(WaitSplit split, WaitTargets targets, JsonWriter json) throws IOException {
        if (targets.isEmpty()) {
            return;
        }
        json.name("waitedFor").beginArray();
        for (Map.Entry<WaitTarget, Long> target :
                targets.longestFirst(kind -> split.get(kind).orElse(0)).entrySet()) {
            json.beginObject();
            json.name("kind").value(target.getKey().kind().field());
            if (target.getKey().object() != null) {
                json.name("object").value(target.getKey().object());
            }
            if (target.getKey().frame() != null) {
                json.name("frame").value(target.getKey().frame());
            }
            json.name("time").value(target.getValue());
            json.endObject();
        }
        json.endArray();
    }
}
