package io.github.tidewatch.agent.cli.top;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.JsonText;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/** A snapshot as one line of JSON: percent of wall-clock time and numbers per second; null is not known. */
final class TopJson {
    private TopJson() {}

    static String of(Snapshot snapshot, List<Row> rows) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = JsonText.to(text)) {
            json.beginObject();
            json.name("time").value(snapshot.time.toString());
            json.name("intervalNanos").value(snapshot.length);
            json.name("source").value(snapshot.source);
            number(json, "processCpu", snapshot.processCpu);
            number(json, "cgroupCpu", snapshot.cgroupCpu);
            number(json, "cgroupQuotaCpus", snapshot.cgroupQuota);
            json.name("cgroupQuotaOf").value(snapshot.cgroupQuotaOf.isEmpty() ? null : snapshot.cgroupQuotaOf);
            json.name("cgroupQuotaKnown").value(snapshot.isCgroupQuotaKnown);
            number(json, "cgroupThrottled", snapshot.cgroupThrottled);
            if (snapshot.causes != null) {
                writeCauses(json, snapshot.causes);
            }
            json.name("total");
            write(json, snapshot, snapshot.total);
            json.name("threads").beginArray();
            for (Row row : rows) {
                write(json, snapshot, row);
            }
            json.endArray().endObject();
        }
        return text.toString();
    }

    /** In nanoseconds, as {@code tidewatch.DelayCause} has them; what is not known is absent. */
    private static void writeCauses(JsonWriter json, DelayCauses causes) throws IOException {
        json.name("delayCauses").beginObject();
        json.name(Metric.CPU_DELAY.field()).value(causes.cpuDelay());
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            if (causes.get(cause).isPresent()) {
                json.name(cause.field()).value(causes.get(cause).getAsLong());
            }
        }
        json.name("mostCpuGroup").value(causes.mostCpuGroup());
        json.endObject();
    }

    private static void write(JsonWriter json, Snapshot snapshot, Row row) throws IOException {
        json.beginObject();
        if (row.tid != 0) {
            json.name("tid").value(row.tid);
            json.name("state").value(Character.toString(row.state));
            if (!row.waitsFor.isEmpty()) {
                json.name("waitsFor").value(row.waitsFor);
            }
        } else {
            json.name("threads").value(row.threads);
        }
        json.name("name").value(row.name);
        number(json, "user", row.user);
        number(json, "system", row.system);
        number(json, Metric.CPU_DELAY.field(), snapshot.runDelay ? row.cpuDelay : Double.NaN);
        number(json, Metric.BLOCK_IO_DELAY.field(), row.blockIoPartly ? Double.NaN : row.blockIo);
        number(json, "wait", row.wait);
        number(json, Metric.VOLUNTARY_SWITCHES.field(), row.voluntarySwitches);
        number(json, Metric.INVOLUNTARY_SWITCHES.field(), row.involuntarySwitches);
        number(json, Metric.MINOR_FAULTS.field(), row.minorFaults);
        number(json, Metric.MAJOR_FAULTS.field(), row.majorFaults);
        number(json, Metric.STORAGE_READ_BYTES.field(), snapshot.io ? row.readBytes : Double.NaN);
        number(json, Metric.STORAGE_WRITE_BYTES.field(), snapshot.io ? row.writeBytes : Double.NaN);
        json.endObject();
    }

    private static void number(JsonWriter json, String name, double value) throws IOException {
        json.name(name);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.nullValue();
        } else {
            json.value(Math.round(value * 1000) / 1000.0);
        }
    }
}
