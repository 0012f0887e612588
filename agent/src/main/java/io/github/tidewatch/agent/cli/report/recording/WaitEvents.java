package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.agent.cli.report.recording.WaitStacks.WaitStack;
import io.github.tidewatch.findings.waits.DumpedThread;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.timeline.RecordedTimes;
import java.util.Map;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** Takes from JFR's own events of single waits which thread waited, when, and for what. For one thread at a time. */
public final class WaitEvents {
    private static final Map<String, Metric> KINDS = Map.of(
            "jdk.JavaMonitorEnter", Metric.MONITOR_WAIT,
            "jdk.JavaMonitorWait", Metric.OBJECT_WAIT,
            "jdk.ThreadPark", Metric.PARK_WAIT,
            "jdk.ThreadSleep", Metric.SLEEP_WAIT,
            "jdk.SocketRead", Metric.NETWORK_WAIT,
            "jdk.SocketWrite", Metric.NETWORK_WAIT,
            "jdk.FileRead", Metric.FILE_WAIT,
            "jdk.FileWrite", Metric.FILE_WAIT,
            "jdk.FileForce", Metric.FILE_WAIT);

    /** Of a thread in native code, every 20 ms of one. */
    private static final String SAMPLE = "jdk.NativeMethodSample";

    /** Of all threads, at the begin and end of each chunk. */
    static final String DUMP = "jdk.ThreadDump";

    private final WaitStacks stacks = new WaitStacks();

    /** Whether it is an event of a wait. */
    public static boolean has(String name) {
        return KINDS.containsKey(name) || name.equals(SAMPLE);
    }

    /** Fills the record; answers whether the event is of a thread that the kernel knows: a virtual thread keeps none waiting. */
    public boolean read(String name, RecordedEvent event, ThreadRecord record) {
        boolean isSample = name.equals(SAMPLE);
        RecordedThread thread = isSample ? event.getThread("sampledThread") : event.getThread();
        if (thread == null || thread.getOSThreadId() <= 0) {
            return false;
        }
        record.kind = ThreadRecord.Kind.WAIT;
        record.tid = thread.getOSThreadId();
        record.javaId = Math.max(0, thread.getJavaThreadId());
        record.javaGroup = record.javaId == 0 || thread.getThreadGroup() == null
                ? null
                : thread.getThreadGroup().getName();
        record.name = thread.getJavaName() == null ? "(no name)" : thread.getJavaName();
        record.begin = RecordedTimes.nanos(event.getStartTime());
        record.end = RecordedTimes.nanos(event.getEndTime());
        record.totals.clear();
        record.waitDetail = null;
        record.isSample = isSample;
        record.isDump = false;
        if (isSample) {
            WaitStack stack = stacks.of(event.getStackTrace());
            record.waitTarget = stack.isIdle
                    ? WaitTarget.ofNextTask(Metric.NETWORK_WAIT)
                    : WaitTarget.of(Metric.NETWORK_WAIT, null, null);
            return stack.isNetwork;
        }
        record.waitTarget = target(KINDS.get(name), event);
        return true;
    }

    /** Fills the record with what a dump of all threads found of each, and hands it on. */
    static void readDump(RecordedEvent event, ThreadRecord record, Consumer<ThreadRecord> next) {
        String dump = event.getString("result");
        long time = RecordedTimes.nanos(event.getStartTime());
        DumpedThread.read(dump == null ? "" : dump, thread -> {
            record.kind = ThreadRecord.Kind.WAIT;
            record.tid = thread.tid();
            record.javaId = thread.javaId();
            record.javaGroup = null;
            record.name = thread.name();
            record.begin = time;
            record.end = time;
            record.totals.clear();
            record.waitDetail = null;
            record.isSample = false;
            record.isDump = true;
            record.waitTarget =
                    thread.isIdle() ? WaitTarget.ofNextTask(thread.kind()) : WaitTarget.of(thread.kind(), null, null);
            next.accept(record);
        });
    }

    private WaitTarget target(Metric kind, RecordedEvent event) {
        if (kind == Metric.NETWORK_WAIT) {
            return WaitTarget.of(kind, peer(event), null);
        }
        if (kind == Metric.FILE_WAIT) {
            return WaitTarget.of(kind, text(event, "path"), null);
        }
        WaitStack stack = stacks.of(event.getStackTrace());
        if (stack.isIdle) {
            return WaitTarget.ofNextTask(kind);
        }
        String object = className(event, kind == Metric.PARK_WAIT ? "parkedClass" : "monitorClass");
        WaitTarget target = WaitTarget.of(kind, object, stack.frame);
        return stack.isInTask ? target.inTask() : target;
    }

    /** To be called when a chunk is read: its stacks are no other's. */
    void clear() {
        stacks.clear();
    }

    /** As {@code waitDetail} has it. */
    private static String peer(RecordedEvent event) {
        String address = text(event, "address");
        String host = address == null || address.isEmpty() ? text(event, "host") : address;
        if (host == null || host.isEmpty() || !event.hasField("port")) {
            return null;
        }
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + event.getInt("port");
    }

    private static String text(RecordedEvent event, String field) {
        return event.hasField(field) ? event.getString(field) : null;
    }

    private static String className(RecordedEvent event, String field) {
        RecordedClass found = event.hasField(field) ? event.getClass(field) : null;
        return found == null ? null : found.getName();
    }
}
