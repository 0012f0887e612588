package io.github.tidewatch.agent.cli.report.flame;

import io.github.tidewatch.timeline.RecordedTimes;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;

/** The stacks of all threads that Flight Recorder's own events have, by what the thread did then. Bounded. */
final class StackSamples {
    /** What a thread did when its stack was taken. */
    enum Doing {
        RUNNING,
        NATIVE,
        FILE,
        WAIT
    }

    /** Of a stack of one moment or wait. */
    private static final long BYTES = 72;

    /** Of the heap, for these and for the frames. */
    private static final int SHARE = 8;

    private static final Map<String, Doing> EVENTS = Map.ofEntries(
            Map.entry("jdk.ExecutionSample", Doing.RUNNING),
            Map.entry("jdk.CPUTimeSample", Doing.RUNNING),
            Map.entry("jdk.NativeMethodSample", Doing.NATIVE),
            Map.entry("jdk.FileRead", Doing.FILE),
            Map.entry("jdk.FileWrite", Doing.FILE),
            Map.entry("jdk.FileForce", Doing.FILE),
            Map.entry("jdk.JavaMonitorEnter", Doing.WAIT),
            Map.entry("jdk.JavaMonitorWait", Doing.WAIT),
            Map.entry("jdk.ThreadPark", Doing.WAIT),
            Map.entry("jdk.ThreadSleep", Doing.WAIT),
            Map.entry("jdk.SocketRead", Doing.WAIT),
            Map.entry("jdk.SocketWrite", Doing.WAIT));

    private final Stacks stacks = new Stacks(Runtime.getRuntime().maxMemory() / SHARE);
    private final long most = Runtime.getRuntime().maxMemory() / SHARE / BYTES;
    private final Map<Doing, Map<Long, ThreadStacks>> threads = new EnumMap<>(Doing.class);
    private long size;
    private long leftOut;

    StackSamples() {
        for (Doing doing : Doing.values()) {
            threads.put(doing, new HashMap<>());
        }
    }

    Stacks stacks() {
        return stacks;
    }

    /** How many stacks were too many to be kept. */
    long leftOut() {
        return leftOut;
    }

    /** Takes an event, if it has a stack of a thread. */
    void take(RecordedEvent event) {
        Doing doing = EVENTS.get(event.getEventType().getName());
        RecordedStackTrace trace = doing == null ? null : event.getStackTrace();
        RecordedThread thread = trace == null
                ? null
                : event.hasField("sampledThread") ? event.getThread("sampledThread") : event.getThread();
        // A virtual thread has no tid of its own: its carrier's records are not its.
        if (thread == null || thread.getOSThreadId() <= 0) {
            return;
        }
        if (size >= most) {
            leftOut++;
            return;
        }
        long begin = RecordedTimes.nanos(event.getStartTime());
        long end = doing == Doing.RUNNING || doing == Doing.NATIVE ? begin : RecordedTimes.nanos(event.getEndTime());
        add(doing, thread.getOSThreadId(), Math.max(0, thread.getJavaThreadId()), begin, end, stacks.add(trace));
    }

    /** Adds a stack of a moment or wait of a thread; its Java id is 0 if it is not known. */
    void add(Doing doing, long tid, long javaId, long begin, long end, int stack) {
        size++;
        threads.get(doing).computeIfAbsent(tid, any -> new ThreadStacks()).add(begin, end, javaId, stack);
    }

    /** To be called once, when all are taken. */
    void sort() {
        threads.values().forEach(of -> of.values().forEach(ThreadStacks::sort));
    }

    /** Forgets which thread had which stack when. */
    void forget() {
        threads.values().forEach(Map::clear);
    }

    /** The stacks of a thread that did so; null if there are none. */
    ThreadStacks of(Doing doing, long tid) {
        return threads.get(doing).get(tid);
    }
}
