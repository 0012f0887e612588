package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.metrics.Metric;
import java.util.EnumMap;
import java.util.Map;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Records shaped as the agent's that say what a thread waited for. */
final class WaitEvents {
    private WaitEvents() {}

    /** A second in which a thread did nothing but wait. */
    @Name("tidewatch.ThreadDelay")
    @StackTrace(false)
    static final class Waiting extends Event {
        Thread sampledThread;
        String threadName;
        long osThreadId;

        @Timespan
        long interval;

        @Timespan
        long userTime;

        @Timespan
        long systemTime;

        @Timespan
        long cpuDelay;

        @Timespan
        long blockIoDelay;

        @Timespan
        long waitTime;

        @Timespan
        long monitorWait;

        @Timespan
        long objectWait;

        @Timespan
        long parkWait;

        @Timespan
        long sleepWait;

        @Timespan
        long networkWait;

        @Timespan
        long fileWait;

        @Timespan
        long unknownWait;

        @Timespan
        long exactWait;

        String waitDetail;
        boolean complete = true;
    }

    /** Of milliseconds in user mode and of each kind of wait; the interval is their sum. */
    static Waiting waiting(Thread thread, String name, long tid, long user, Map<Metric, Long> waits, String detail) {
        Waiting event = new Waiting();
        event.sampledThread = thread;
        event.threadName = name;
        event.osThreadId = tid;
        event.userTime = TestEvents.nanos(user);
        Map<Metric, Long> millis = new EnumMap<>(Metric.class);
        waits.forEach((kind, some) -> {
            millis.put(kind, TestEvents.nanos(some));
            event.waitTime += kind == Metric.EXACT_WAIT ? 0 : TestEvents.nanos(some);
        });
        event.monitorWait = millis.getOrDefault(Metric.MONITOR_WAIT, 0L);
        event.objectWait = millis.getOrDefault(Metric.OBJECT_WAIT, 0L);
        event.parkWait = millis.getOrDefault(Metric.PARK_WAIT, 0L);
        event.sleepWait = millis.getOrDefault(Metric.SLEEP_WAIT, 0L);
        event.networkWait = millis.getOrDefault(Metric.NETWORK_WAIT, 0L);
        event.fileWait = millis.getOrDefault(Metric.FILE_WAIT, 0L);
        event.unknownWait = millis.getOrDefault(Metric.UNKNOWN_WAIT, 0L);
        event.exactWait = millis.getOrDefault(Metric.EXACT_WAIT, 0L);
        event.interval = event.userTime + event.waitTime;
        event.waitDetail = detail;
        return event;
    }
}
