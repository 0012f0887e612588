package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.timeline.CauseRecord;
import io.github.tidewatch.timeline.RecordedTimes;
import jdk.jfr.consumer.RecordedEvent;

/** Reads {@code tidewatch.DelayCause}. */
public final class CauseEvents {
    /** The event's name. */
    public static final String NAME = "tidewatch.DelayCause";

    private CauseEvents() {}

    /** Fills the record with what an event says, whether that makes sense or not. */
    public static void read(RecordedEvent event, CauseRecord into) {
        into.end = RecordedTimes.nanos(event.getEndTime());
        into.begin = into.end - event.getLong("interval");
        into.threadGroup = event.getString("threadGroup");
        into.cpuDelay = event.getLong("cpuDelay");
        into.mostCpuGroup = event.hasField("mostCpuGroup") ? event.getString("mostCpuGroup") : "";
        for (CpuDelayCause of : CpuDelayCause.values()) {
            into.set(of, event.hasField(of.field()) ? event.getLong(of.field()) : CauseRecord.UNKNOWN);
        }
    }
}
