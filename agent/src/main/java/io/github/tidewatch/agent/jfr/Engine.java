package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.SourceChoice;
import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what this host gives, defines the events accordingly, registers them and their hooks. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private Engine() {}

    static void start(Map<String, String> options) throws IOException, IllegalAccessException {
        SourceChoice choice =
                SourceChoice.valueOf(options.getOrDefault("source", "auto").toUpperCase(Locale.ROOT));
        Optional<SystemCalls> calls = calls();
        Accounting accounting =
                Accounting.open(choice, calls, "native code cannot be used", lookAtStart(options), timeOfLook(options));
        explain(accounting, choice);

        StatusReport status = new StatusReport(accounting);
        OwnCost cost = new OwnCost(accounting.sampler(), calls);
        String period =
                options.containsKey("interval") ? Long.parseLong(options.get("interval")) / 1_000_000 + " ms" : null;
        Set<String> absent = EventFields.absent(accounting);
        EventClasses.define("ThreadDelayEvent", absent, period);
        EventClasses.define("ThreadUsageEvent", absent, period);
        EventClasses.define("StatusEvent", status.absent(), null);
        EventClasses.define("OverheadEvent", cost.absent(), null);
        Hooks.install(accounting, status, cost);
    }

    /** The first class that links the event classes, so that they are defined by then. */
    private static final class Hooks {
        static void install(Accounting accounting, StatusReport status, OwnCost cost) {
            for (Class<? extends Event> type :
                    Set.of(ThreadDelayEvent.class, ThreadUsageEvent.class, StatusEvent.class, OverheadEvent.class)) {
                FlightRecorder.register(type);
            }
            Recorder recorder = new Recorder(accounting, status, cost);
            Guarded follow = new Guarded("following a recording", recorder::follow, status::trouble);
            FlightRecorder.addListener(new FlightRecorderListener() {
                @Override
                public void recordingStateChanged(Recording recording) {
                    follow.run();
                }
            });
            FlightRecorder.addPeriodicEvent(
                    ThreadDelayEvent.class, new Guarded("sampling of delays", recorder::delays, status::trouble));
            FlightRecorder.addPeriodicEvent(
                    ThreadUsageEvent.class, new Guarded("sampling of usage", recorder::usage, status::trouble));
            FlightRecorder.addPeriodicEvent(
                    OverheadEvent.class, new Guarded("own overhead", recorder::overhead, status::trouble));
            FlightRecorder.addPeriodicEvent(
                    StatusEvent.class, new Guarded("flush of a chunk", recorder::chunk, status::trouble));
            // After the flush, and apart from it: what does not work any more is told all the same.
            FlightRecorder.addPeriodicEvent(
                    StatusEvent.class, new Guarded("status", recorder::status, status::trouble));
            follow.run();
        }
    }

    private static Optional<SystemCalls> calls() {
        if (!NativeAccess.load()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SystemCalls.host());
        } catch (NativeAccessException e) {
            LOG.warn("no native access, only procfs is read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static DelayAccounting lookAtStart(Map<String, String> options) {
        String content = options.get("start.delayAccounting");
        return content == null ? DelayAccounting.now() : DelayAccounting.ofSysctl(content);
    }

    private static long timeOfLook(Map<String, String> options) {
        String time = options.get("start.nanoTime");
        return time == null ? System.nanoTime() : Long.parseLong(time);
    }

    private static void explain(Accounting accounting, SourceChoice choice) {
        String missing = StatusReport.missing(accounting);
        if (choice == SourceChoice.TASKSTATS && accounting.noTaskstats().isPresent()) {
            LOG.warn(
                    "source=taskstats cannot be had, procfs is read instead: {}",
                    accounting.noTaskstats().get());
        }
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "source {}, thread mapping {}{}",
                    accounting.source(),
                    accounting.threadMapping(),
                    missing.isEmpty() ? "" : ", missing: " + missing.replace("\n", " | "));
        }
    }
}
