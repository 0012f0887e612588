package io.github.tidewatch.agent.testing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** A {@code tidewatch.ThreadEnd} event as the JDK's own parser reads it. Times in nanoseconds. */
public final class End {
    public final long tid;
    public final String name;

    /** The name of the sampled Java thread; null if there is none. */
    public final String javaName;

    /** Which Java thread it was, by an id that is never used again; -1 if there is none. */
    public final long javaId;

    /** When the event ended, by JFR's clock, in nanoseconds of the epoch. */
    public final long time;

    public final long onCpu;
    public final long lifetime;
    public final long voluntarySwitches;
    public final String accountedBy;

    private End(RecordedEvent event) {
        tid = event.getLong("osThreadId");
        name = event.getString("threadName");
        RecordedThread thread = event.getValue("sampledThread");
        javaName = thread == null ? null : thread.getJavaName();
        javaId = thread == null ? -1 : thread.getJavaThreadId();
        time = ChronoUnit.NANOS.between(Instant.EPOCH, event.getEndTime());
        onCpu = event.getLong("userTime") + event.getLong("systemTime");
        lifetime = event.getLong("lifetime");
        voluntarySwitches = event.getLong("voluntarySwitches");
        accountedBy = event.getString("accountedBy");
    }

    /** All of a recording. */
    public static List<End> all(Recorded recorded) {
        return recorded.events("ThreadEnd").stream().map(End::new).collect(Collectors.toList());
    }

    @Override
    public String toString() {
        return String.format(
                "%s (%d, Java thread %d) by the %s: on CPU %d in %d, voluntary switches %d",
                name, tid, javaId, accountedBy, onCpu, lifetime, voluntarySwitches);
    }
}
