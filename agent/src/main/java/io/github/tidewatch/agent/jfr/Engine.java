package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.Records;
import io.github.tidewatch.agent.jfr.event.DelayCauseEvent;
import io.github.tidewatch.agent.jfr.event.EventClasses;
import io.github.tidewatch.agent.jfr.event.EventFields;
import io.github.tidewatch.agent.jfr.event.FlushEvent;
import io.github.tidewatch.agent.jfr.event.OverheadEvent;
import io.github.tidewatch.agent.jfr.event.ProcessUsageEvent;
import io.github.tidewatch.agent.jfr.event.StatusEvent;
import io.github.tidewatch.agent.jfr.event.ThreadDelayEvent;
import io.github.tidewatch.agent.jfr.event.ThreadEndEvent;
import io.github.tidewatch.agent.jfr.event.ThreadUsageEvent;
import io.github.tidewatch.agent.jfr.event.VirtualThreadSchedulerEvent;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.waits.WaitOption;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what this host gives, defines the events accordingly, registers them and their hooks. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private Engine() {}

    static Consumer<String> start(
            Instrumentation instrumentation,
            Map<String, String> options,
            BiPredicate<String, Runnable> threads,
            UnaryOperator<ClassLoader> weavingLoader)
            throws IOException, IllegalAccessException {
        RecordingBegin begin = new RecordingBegin(options);
        SamplerDelay delay = new SamplerDelay();
        delay.beginWithThisThread(begin.startTime());
        SourceChoice choice =
                SourceChoice.valueOf(options.getOrDefault("source", "auto").toUpperCase(Locale.ROOT));
        Optional<SystemCalls> calls = calls();
        Accounting accounting = open(options, choice, calls);

        ExitDetection exits = ExitDetection.prepare(
                options.getOrDefault("exits", "hook"), instrumentation, accounting, calls, threads);
        StatusReport status = new StatusReport(accounting, exits, delay);
        OverheadMeter cost = new OverheadMeter(accounting, calls, delay);
        Budget budget = new Budget(Integer.parseInt(options.getOrDefault("budget", "100")));
        String period =
                options.containsKey("interval") ? Long.parseLong(options.get("interval")) / 1_000_000 + " ms" : null;
        Set<String> absent = EventFields.absent(accounting);
        define("DelayEvent", absent, null);
        define("ThreadDelayEvent", absent, period);
        define("ThreadUsageEvent", absent, period);
        define("ThreadEndEvent", EventFields.absentAtEnd(accounting, exits.knowBlocks()), null);
        define("ProcessUsageEvent", Set.of(), period);
        Optional<Spans> spans = Spans.prepare(instrumentation, accounting, absent);
        HostSources host = new HostSources(calls);
        define("DelayCauseEvent", EventFields.absentOfCauses(accounting.hostCounters()), period);
        define(host, period);
        boolean single = "on".equals(options.get("virtual")) && VirtualThreads.canBeSingle(status::trouble);
        defineVirtual(instrumentation, accounting, single, period);
        define("StatusEvent", status.absent(), null);
        define("OverheadEvent", cost.absent(), null);
        WeavingClass loading = new WeavingClass(instrumentation, weavingLoader, status::spanTroubles);
        SpanWeaving weaving = new SpanWeaving(loading, threads, status::spanTroubles);
        weaving.accept(options.getOrDefault("spans", ""));
        Hooks.forgetTexts(PooledTexts.forgetting(instrumentation), status);
        Hooks.install(accounting, exits, status, cost, budget, begin, host, spans, weaving, threads);
        if (single) {
            VirtualThreadRecorder.install(instrumentation, threads, status);
        }
        return weaving;
    }

    private static void defineVirtual(
            Instrumentation instrumentation, Accounting accounting, boolean single, String period)
            throws IOException, IllegalAccessException {
        if (VirtualThreads.areKnown(accounting)) {
            VirtualThreads.openInternals(instrumentation);
            define("VirtualThreadSchedulerEvent", EventFields.absentOfCarriers(accounting), period);
        }
        if (single) {
            define("VirtualThreadGroupEvent", Set.of(), period);
        }
    }

    private static void define(HostSources host, String period) throws IOException, IllegalAccessException {
        define("CpuThrottlingEvent", host.absentOfThrottling(), period);
        define("PressureEvent", host.absentOfPressure(), period);
        define("HostCpuEvent", host.absentOfHostCpu(), period);
        define("DiskUseEvent", host.absentOfDiskUse(), period);
    }

    private static Accounting open(Map<String, String> options, SourceChoice choice, Optional<SystemCalls> calls) {
        Accounting accounting = Accounting.open(
                choice,
                calls,
                "native code cannot be used",
                delayAccountingAtStart(options),
                timeOfCheck(options),
                WaitOption.valueOf(options.getOrDefault("waits", "kinds").toUpperCase(Locale.ROOT)));
        explain(accounting, choice);
        return accounting;
    }

    private static void define(String event, Set<String> absent, String period)
            throws IOException, IllegalAccessException {
        EventClasses.define(ModuleResources.eventClass(event), absent, period);
    }

    /** The first class that links the event classes, so that they are defined by then. */
    private static final class Hooks {
        static void install(
                Accounting accounting,
                ExitDetection exits,
                StatusReport status,
                OverheadMeter cost,
                Budget budget,
                RecordingBegin begin,
                HostSources sources,
                Optional<Spans> spans,
                SpanWeaving weaving,
                BiPredicate<String, Runnable> threads) {
            HostRecorder host = sources.recorder();
            List<Class<? extends Event>> types = types(accounting, host);
            spans.ifPresent(some -> types.add(some.type()));
            types.forEach(FlightRecorder::register);
            host.registered();
            spans.ifPresentOrElse(some -> some.begin(exits, weaving), weaving::cannotBegin);
            Recorder recorder = new Recorder(accounting, exits, status, cost, budget, begin, host, threads);
            exits.begin(recorder.isWanted());
            Guarded follow = new Guarded("following a recording", recorder::follow, status::trouble);
            Guarded share = shareSettings(types, status);
            Guarded followSpans = Guarded.outOfTurn(
                    "following recordings of spans",
                    () -> spans.ifPresent(some -> some.follow(exits, weaving)),
                    status::trouble);
            Guarded traces = Guarded.outOfTurn(
                    "looking for traces", () -> spans.ifPresent(Spans::lookForTraces), status::trouble);
            FlightRecorder.addListener(new FlightRecorderListener() {
                @Override
                public void recordingStateChanged(Recording recording) {
                    share.run();
                    follow.run();
                    followSpans.run();
                }
            });
            addHooks(types, recorder, host, status, share, traces);
            share.run();
            follow.run();
            followSpans.run();
        }

        /** Before all others, at the begin of each chunk: what these write is the first that could lose its texts. */
        static void forgetTexts(Optional<Runnable> forgetting, StatusReport status) {
            FlightRecorder.register(FlushEvent.class);
            forgetting.ifPresent(forget -> FlightRecorder.addPeriodicEvent(
                    FlushEvent.class, Guarded.outOfTurn("forgetting pooled texts", forget, status::trouble)));
        }

        private static List<Class<? extends Event>> types(Accounting accounting, HostRecorder host) {
            List<Class<? extends Event>> types = new ArrayList<>(List.of(
                    ThreadDelayEvent.class,
                    ThreadUsageEvent.class,
                    ThreadEndEvent.class,
                    StatusEvent.class,
                    OverheadEvent.class,
                    FlushEvent.class));
            if (accounting.sampler().canMeasureProcess()) {
                types.add(ProcessUsageEvent.class);
            }
            if (accounting.known().contains(Quantity.CPU_DELAY)) {
                types.add(DelayCauseEvent.class);
            }
            if (VirtualThreads.areKnown(accounting)) {
                types.add(VirtualThreadSchedulerEvent.class);
            }
            types.addAll(host.types());
            return types;
        }

        private static void addHooks(
                List<Class<? extends Event>> types,
                Recorder recorder,
                HostRecorder host,
                StatusReport status,
                Guarded share,
                Guarded traces) {
            addPeriodic(status, ThreadDelayEvent.class, "sampling of delays", () -> recorder.period(Records.DELAYS));
            addPeriodic(status, ThreadUsageEvent.class, "sampling of usage", () -> recorder.period(Records.USAGE));
            if (types.contains(ProcessUsageEvent.class)) {
                addPeriodic(
                        status,
                        ProcessUsageEvent.class,
                        "sampling of the process",
                        () -> recorder.period(Records.PROCESS));
            }
            if (types.contains(DelayCauseEvent.class)) {
                addPeriodic(status, DelayCauseEvent.class, "causes of delays", () -> recorder.period(Records.CAUSES));
            }
            if (types.contains(VirtualThreadSchedulerEvent.class)) {
                addPeriodic(
                        status,
                        VirtualThreadSchedulerEvent.class,
                        "scheduler of virtual threads",
                        () -> recorder.period(Records.CARRIERS));
            }
            host.types()
                    .forEach(
                            type -> addPeriodic(status, type, "counters of the host", () -> recorder.hostPeriod(type)));
            addPeriodic(status, OverheadEvent.class, "own overhead", recorder::overhead);
            // Now and then, too: JFR does not say that somebody has changed the settings of a recording that runs.
            FlightRecorder.addPeriodicEvent(OverheadEvent.class, share);
            FlightRecorder.addPeriodicEvent(OverheadEvent.class, traces);
            addPeriodic(status, FlushEvent.class, "flush of a chunk", recorder::chunk);
            // After the flush, and apart from it: what does not work any more, or not in time, is reported all the
            // same.
            FlightRecorder.addPeriodicEvent(
                    StatusEvent.class, Guarded.outOfTurn("status", status::emit, status::trouble));
        }

        private static Guarded shareSettings(List<Class<? extends Event>> classes, StatusReport status) {
            SharedSettings settings = new SharedSettings(
                    classes.stream().map(EventType::getEventType).collect(Collectors.toList()));
            status.followSettings(settings);
            return Guarded.outOfTurn("sharing events among recordings", settings::complete, status::trouble);
        }

        private static void addPeriodic(StatusReport status, Class<? extends Event> type, String name, Runnable hook) {
            FlightRecorder.addPeriodicEvent(type, new Guarded(name, hook, status::trouble));
        }
    }

    private static Optional<SystemCalls> calls() {
        if (!NativeAccess.load()) {
            return Optional.empty();
        }
        try {
            return Optional.of(HostSystemCalls.get());
        } catch (NativeAccessException e) {
            LOG.warn("no native access, using procfs only: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static DelayAccounting delayAccountingAtStart(Map<String, String> options) {
        String content = options.get("start.delayAccounting");
        return content == null ? DelayAccounting.now() : DelayAccounting.ofSysctl(content);
    }

    private static long timeOfCheck(Map<String, String> options) {
        String time = options.get("start.nanoTime");
        return time == null ? System.nanoTime() : Long.parseLong(time);
    }

    private static void explain(Accounting accounting, SourceChoice choice) {
        String missing = StatusReport.missing(accounting);
        if (choice == SourceChoice.TASKSTATS && accounting.noTaskstats().isPresent()) {
            LOG.warn(
                    "source=taskstats unavailable, falling back to procfs: {}",
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
