package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.agent.jfr.event.FlushEvent;
import io.github.tidewatch.agent.jfr.event.OverheadEvent;
import io.github.tidewatch.agent.jfr.event.VirtualThreadEndEvent;
import io.github.tidewatch.agent.jfr.event.VirtualThreadEvents;
import io.github.tidewatch.agent.jfr.event.VirtualThreadGroupEvent;
import io.github.tidewatch.agent.virtual.VirtualThreadWeaving;
import io.github.tidewatch.text.Limitation;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the events about single virtual threads: has these account for themselves while a recording wants that. To begin and to end
 * it takes a thread of its own, since it stops all others for a moment. Safe for use by any threads at once.
 */
final class VirtualThreadRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(VirtualThreadRecorder.class);
    private static final long DEFAULT_THRESHOLD = 20_000_000;

    private final VirtualThreadWeaving weaving;
    private final BiPredicate<String, Runnable> threads;
    private final Consumer<String> trouble;
    private final VirtualThreadEvents events = new VirtualThreadEvents();
    private final EventType endType = EventType.getEventType(VirtualThreadEndEvent.class);
    private final EventType groupType = EventType.getEventType(VirtualThreadGroupEvent.class);
    private final SharedSettings settings = new SharedSettings(List.of(endType, groupType));
    private boolean woven;
    private boolean running;
    private boolean failed;
    private long threshold = DEFAULT_THRESHOLD;
    private long wovenThreshold = DEFAULT_THRESHOLD;

    /**
     * A recorder; the events are registered by then.
     *
     * @param trouble takes what does not work, for the status
     */
    VirtualThreadRecorder(
            Instrumentation instrumentation, BiPredicate<String, Runnable> threads, Consumer<String> trouble) {
        this.weaving = new VirtualThreadWeaving(instrumentation, ModuleResources::required);
        this.threads = threads;
        this.trouble = trouble;
    }

    /** Registers the events, and has them fed. */
    static void install(Instrumentation instrumentation, BiPredicate<String, Runnable> threads, StatusReport status) {
        FlightRecorder.register(VirtualThreadEndEvent.class);
        FlightRecorder.register(VirtualThreadGroupEvent.class);
        VirtualThreadRecorder recorder = new VirtualThreadRecorder(instrumentation, threads, status::trouble);
        status.followVirtualThreads(recorder::notRecorded);
        Guarded follow = recorder.following(status);
        FlightRecorder.addListener(new FlightRecorderListener() {
            @Override
            public void recordingStateChanged(Recording recording) {
                follow.run();
            }
        });
        FlightRecorder.addPeriodicEvent(VirtualThreadGroupEvent.class, recorder.emitting(status));
        FlightRecorder.addPeriodicEvent(FlushEvent.class, recorder.emitting(status));
        // Where no recording wants sums, and since JFR does not say that somebody has changed settings.
        FlightRecorder.addPeriodicEvent(OverheadEvent.class, recorder.emitting(status));
        FlightRecorder.addPeriodicEvent(OverheadEvent.class, recorder.following(status));
        follow.run();
    }

    /** Another one each time: JFR does not take one twice. */
    private Guarded following(StatusReport status) {
        return Guarded.outOfTurn("following recordings of virtual threads", this::follow, status::trouble);
    }

    private Guarded emitting(StatusReport status) {
        return Guarded.outOfTurn("reporting of virtual threads", this::emit, status::trouble);
    }

    /** A recording may have begun or ended, or another threshold holds. Takes JFR's lock. */
    void follow() {
        settings.complete();
        long wanted = threshold();
        synchronized (this) {
            threshold = wanted;
            if (failed || running || !isToChange()) {
                return;
            }
        }
        if (!threads.test("Tidewatch Virtual Threads", this::change)) {
            synchronized (this) {
                running = false;
            }
        }
    }

    private boolean isWanted() {
        return endType.isEnabled() || groupType.isEnabled();
    }

    /** Holds no lock meanwhile: others pass by while it is {@link #running}. */
    private void change() {
        try {
            while (isToChange()) {
                if (!isWanted()) {
                    weaving.unweave();
                    set(false, wovenThreshold);
                } else {
                    long next = wantedThreshold();
                    weaving.weave(next);
                    set(true, next);
                }
            }
        } catch (Throwable e) {
            LOG.warn(
                    "virtual=on: single virtual threads are not recorded: {}; the application is not affected", say(e));
            trouble.accept(Limitation.of(VirtualThreads.SINGLE, say(e), "").toString());
            synchronized (this) {
                failed = true;
                running = false;
            }
        }
    }

    private synchronized boolean isToChange() {
        running = isWanted() ? !woven || threshold != wovenThreshold : woven;
        return running;
    }

    private synchronized long wantedThreshold() {
        return threshold;
    }

    private synchronized void set(boolean nowWoven, long nowThreshold) {
        if (nowWoven && !woven) {
            events.open();
        }
        woven = nowWoven;
        wovenThreshold = nowThreshold;
    }

    private static String say(Throwable e) {
        return e instanceof NoSuchMethodException ? e.getMessage() : e.toString();
    }

    /** Commits what became known since the last time. */
    synchronized void emit() {
        if (woven && !running) {
            events.begin();
            weaving.read(events);
            events.end();
        }
    }

    /** What of threads is not in the events; empty if nothing is known to be missing. */
    String notRecorded() {
        long lost = weaving.lost();
        return lost == 0
                ? ""
                : lost
                        + " virtual threads have no VirtualThreadEnd and are in no VirtualThreadGroup: there were too many"
                        + " at once for the memory that is for them, a 32th of the heap and 20 MB at most";
    }

    /** The shortest that a recording asks for, in nanoseconds. */
    private static long threshold() {
        long shortest = Long.MAX_VALUE;
        for (Recording recording : FlightRecorder.getFlightRecorder().getRecordings()) {
            if (recording.getState() == RecordingState.RUNNING) {
                String text = recording.getSettings().get("tidewatch.VirtualThreadEnd#threshold");
                shortest = Math.min(shortest, nanos(text));
            }
        }
        return shortest == Long.MAX_VALUE ? DEFAULT_THRESHOLD : shortest;
    }

    /** Of such as "20 ms"; the default of what cannot be read. */
    static long nanos(String text) {
        String[] parts = text == null ? new String[0] : text.trim().split("\\s+", -1);
        if (parts.length != 2 || !parts[0].matches("\\d{1,9}")) {
            return DEFAULT_THRESHOLD;
        }
        long number = Long.parseLong(parts[0]);
        switch (parts[1]) {
            case "ns":
                return number;
            case "us":
                return number * 1_000;
            case "ms":
                return number * 1_000_000;
            case "s":
                return number * 1_000_000_000;
            case "m":
                return number * 60_000_000_000L;
            case "h":
                return number * 3_600_000_000_000L;
            case "d":
                return number * 86_400_000_000_000L;
            default:
                return DEFAULT_THRESHOLD;
        }
    }
}
