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
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** As JFR reads it, which wants no space in between. */
    private static final Pattern TIME_SPAN = Pattern.compile("\\s*(\\d{1,18})\\s*(ns|us|ms|s|m|h|d)\\s*");

    private static final Map<String, Long> UNITS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L,
            "d",
            86_400_000_000_000L);

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
    private boolean undoneBefore;

    /** Threads that were lost before the weaving that lasts. */
    private volatile long lostBefore;

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
                    if (weaving.isUndone()) {
                        takeWhatIsThere();
                    }
                    weaving.weave(next);
                    set(true, next);
                }
            }
        } catch (Throwable e) {
            String cause = isWanted() ? say(e) : "their calls, which do nothing now, could not be taken out: " + say(e);
            LOG.warn("virtual=on: single virtual threads are not recorded: {}; the application is not affected", cause);
            trouble.accept(Limitation.of(VirtualThreads.SINGLE, cause, "").toString());
            synchronized (this) {
                failed = true;
                running = false;
            }
        }
    }

    /** The calls are missing since a while: what is known of the time before is taken, and what is not is said. */
    private synchronized void takeWhatIsThere() {
        read();
        if (!undoneBefore) {
            undoneBefore = true;
            String cause =
                    "somebody else, such as another agent, has changed the class java.lang.VirtualThread, and not all of"
                            + " those that ran then are recorded";
            LOG.warn("virtual=on: {}; the calls are woven again", cause);
            trouble.accept(Limitation.of(VirtualThreads.SINGLE, cause, "").toString());
        }
    }

    private synchronized boolean isToChange() {
        running = isWanted() ? !woven || threshold != wovenThreshold || weaving.isUndone() : woven;
        return running;
    }

    private synchronized long wantedThreshold() {
        return threshold;
    }

    private synchronized void set(boolean nowWoven, long nowThreshold) {
        if (nowWoven && !woven) {
            lostBefore = weaving.lost();
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
            read();
        }
    }

    private void read() {
        events.begin();
        weaving.read(events);
        events.end();
    }

    /** What of threads is not in the events; empty if nothing is known to be missing. */
    String notRecorded() {
        long lost = weaving.lost() - lostBefore;
        return lost == 0
                ? ""
                : lost
                        + " virtual threads have no VirtualThreadEnd and are in no VirtualThreadGroup: there were too many"
                        + " at once for the memory that is for them, a 32th of the free heap and 10 MB at most, or somebody"
                        + " else has changed their class meanwhile";
    }

    /** The shortest that a recording asks for, in nanoseconds. */
    private static long threshold() {
        boolean known = false;
        long shortest = Long.MAX_VALUE;
        for (Recording recording : FlightRecorder.getFlightRecorder().getRecordings()) {
            if (recording.getState() == RecordingState.RUNNING) {
                String text = recording.getSettings().get("tidewatch.VirtualThreadEnd#threshold");
                shortest = Math.min(shortest, nanos(text));
                known = true;
            }
        }
        return known ? shortest : DEFAULT_THRESHOLD;
    }

    /** Of such as "20 ms"; the default of what cannot be read. */
    static long nanos(String text) {
        if (text != null && text.trim().equals("infinity")) {
            return Long.MAX_VALUE;
        }
        Matcher span = TIME_SPAN.matcher(text == null ? "" : text);
        if (!span.matches()) {
            return DEFAULT_THRESHOLD;
        }
        long number = Long.parseLong(span.group(1));
        long unit = UNITS.get(span.group(2));
        return number > Long.MAX_VALUE / unit ? Long.MAX_VALUE : number * unit;
    }
}
