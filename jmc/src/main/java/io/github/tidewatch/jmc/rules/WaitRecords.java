package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.waits.DumpedThread;
import io.github.tidewatch.findings.waits.WaitPlace;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKinds;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.timeline.RecordedTimes;
import io.github.tidewatch.timeline.WaitSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.IMCFrame;
import org.openjdk.jmc.common.IMCMethod;
import org.openjdk.jmc.common.IMCStackTrace;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.IMCType;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.unit.UnitLookup;

/**
 * Takes from JFR's own events of single waits which groups of threads waited, when, and for what, as the report does. Times are
 * nanoseconds since 1970. For one thread at a time.
 */
final class WaitRecords {
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

    private static final String SAMPLE = "jdk.NativeMethodSample";

    /** Of all threads, at the begin and end of each chunk. */
    private static final String DUMP = "jdk.ThreadDump";

    /** Of threads that the kernel does not know. */
    private static final String VIRTUAL = "VirtualThreads";

    private static final int MOST_FRAMES = 64;
    private static final int MOST_THREADS = 100_000;

    private final WaitSeries series = new WaitSeries();
    private final Map<IMCThread, String> groups = new HashMap<>();

    /** Takes events of a type that is of waits; of another nothing. */
    void add(IItemIterable events) {
        String type = events.getType().getIdentifier();
        if (type.equals(DUMP)) {
            addDumps(new Fields(events.getType()), events);
            return;
        }
        boolean isSample = type.equals(SAMPLE);
        if (!isSample && !KINDS.containsKey(type)) {
            return;
        }
        Fields fields = new Fields(events.getType());
        for (IItem item : events) {
            long begin = Fields.number(fields.accessor("startTime"), item, UnitLookup.EPOCH_NS);
            Object thread = fields.value(isSample ? "sampledThread" : "eventThread", item);
            if (thread instanceof IMCThread java
                    && isOfKernel(java)
                    && RecordedTimes.isSensible(begin, fields.end(item))) {
                if (isSample) {
                    addSample(group(java), frames(fields, item), begin);
                } else {
                    series.addEvent(group(java), target(KINDS.get(type), fields, item), begin, fields.end(item));
                }
            }
        }
    }

    private void addDumps(Fields fields, IItemIterable events) {
        for (IItem item : events) {
            if (fields.value("result", item) instanceof String dump) {
                DumpedThread.read(dump, thread -> {
                    String group = ThreadGroups.of(thread.name(), ThreadKinds.of(thread.name(), true, null));
                    series.addDump(group, thread.kind(), thread.isIdle());
                });
            }
        }
    }

    private static boolean isOfKernel(IMCThread thread) {
        return thread.getThreadName() != null
                && (thread.getThreadGroup() == null
                        || !VIRTUAL.equals(thread.getThreadGroup().getName()));
    }

    private String group(IMCThread thread) {
        if (groups.size() > MOST_THREADS) {
            groups.clear();
        }
        return groups.computeIfAbsent(thread, any -> {
            String parent = thread.getThreadGroup() == null
                    ? null
                    : thread.getThreadGroup().getName();
            boolean isJava = thread.getThreadId() != null && thread.getThreadId() > 0;
            String name = thread.getThreadName();
            return ThreadGroups.of(name, ThreadKinds.of(name, isJava, parent));
        });
    }

    private void addSample(String group, List<String> frames, long time) {
        if (WaitPlace.isNetwork(frames)) {
            series.addSample(group, WaitPlace.isIdle(frames), time);
        }
    }

    /** Adds what a record of one wait says that it was for. */
    void addDetail(String group, Totals totals, String detail, long begin, long end) {
        WaitTarget.ofDetail(totals, detail)
                .ifPresent(target -> series.addDetail(group, target, begin, end, totals.known(target.kind())));
    }

    private static WaitTarget target(Metric kind, Fields fields, IItem item) {
        if (kind == Metric.NETWORK_WAIT) {
            return WaitTarget.of(kind, peer(fields, item), null);
        }
        if (kind == Metric.FILE_WAIT) {
            return WaitTarget.of(kind, text(fields, "path", item), null);
        }
        List<String> frames = frames(fields, item);
        if (WaitPlace.isIdle(frames)) {
            return WaitTarget.ofNextTask(kind);
        }
        Object type = fields.value(kind == Metric.PARK_WAIT ? "parkedClass" : "monitorClass", item);
        String object = type instanceof IMCType known ? known.getFullName() : null;
        WaitTarget target =
                WaitTarget.of(kind, object, WaitPlace.ofApplication(frames).orElse(null));
        return WaitPlace.isInTask(frames, isCut(fields, item, frames)) ? target.inTask() : target;
    }

    private static boolean isCut(Fields fields, IItem item, List<String> frames) {
        return frames.size() == MOST_FRAMES
                || (fields.value("stackTrace", item) instanceof IMCStackTrace stack
                        && stack.getTruncationState() == IMCStackTrace.TruncationState.TRUNCATED);
    }

    private static String peer(Fields fields, IItem item) {
        String address = text(fields, "address", item);
        String host = address == null || address.isEmpty() ? text(fields, "host", item) : address;
        long port = Fields.number(fields.accessor("port"), item, UnitLookup.NUMBER_UNITY);
        if (host == null || host.isEmpty() || port == Fields.NONE) {
            return null;
        }
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static String text(Fields fields, String name, IItem item) {
        return fields.value(name, item) instanceof String text ? text : null;
    }

    private static List<String> frames(Fields fields, IItem item) {
        List<String> frames = new ArrayList<>();
        if (fields.value("stackTrace", item) instanceof IMCStackTrace stack) {
            for (IMCFrame frame : stack.getFrames()) {
                IMCMethod method = frame.getMethod();
                if (method != null && method.getType() != null && frames.size() < MOST_FRAMES) {
                    frames.add(method.getType().getFullName() + "." + method.getMethodName());
                }
            }
        }
        return frames;
    }

    /** With all that was added. */
    WaitSeries series() {
        return series;
    }
}
