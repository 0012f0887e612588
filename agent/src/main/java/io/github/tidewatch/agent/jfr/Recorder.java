package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.Records;
import io.github.tidewatch.accounting.Sampler;
import io.github.tidewatch.agent.jfr.event.DelayCauseEvent;
import io.github.tidewatch.agent.jfr.event.ProcessUsageEvent;
import io.github.tidewatch.agent.jfr.event.RecordEvents;
import io.github.tidewatch.agent.jfr.event.ThreadDelayEvent;
import io.github.tidewatch.agent.jfr.event.ThreadEndEvent;
import io.github.tidewatch.agent.jfr.event.ThreadUsageEvent;
import io.github.tidewatch.agent.jfr.event.VirtualThreadSchedulerEvent;
import io.github.tidewatch.counters.Quantity;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the events while a recording wants them.
 *
 * <p>Its methods are called by JFR: the periodic ones by JFR's periodic thread, {@link #chunk} also by whoever starts,
 * rotates or stops a recording, the JVM's shutdown included. All hold one lock, and none calls what would take one of
 * JFR's.
 */
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    /** Calls about the end of a chunk and the begin of the next come one after the other: one flush serves both. */
    private static final long SAME_MOMENT = 50_000_000;

    /**
     * JFR calls the hooks of events with equal periods within some milliseconds of each other: one sample serves both if
     * it is younger than this part of the time that is to be reported.
     */
    private static final int SAME_SAMPLE = 4;

    private static final Set<Records> ALL = EnumSet.allOf(Records.class);

    private final Sampler sampler;
    private final ExitDetection exits;
    private final RecordEvents events;
    private final Map<Records, EventType> types = new EnumMap<>(Records.class);
    private final EventType endType;
    private final StatusReport status;
    private final OverheadMeter cost;
    private final Budget budget;
    private final BlockIoRecheck recheck;
    private final long[] emittedAt = new long[ALL.size()];
    private boolean flushed;

    private final RecordingBegin begin;
    private final HostRecorder host;

    /** Whether recordings have been followed before: then they begin when they are. */
    private boolean followed;

    Recorder(
            Accounting accounting,
            ExitDetection exits,
            StatusReport status,
            OverheadMeter cost,
            Budget budget,
            RecordingBegin begin,
            HostRecorder host,
            BiPredicate<String, Runnable> threads) {
        this.begin = begin;
        this.host = host;
        this.recheck = new BlockIoRecheck(this::recheckBlockIo, threads);
        this.sampler = accounting.sampler();
        this.exits = exits;
        this.status = status;
        this.cost = cost;
        this.budget = budget;
        this.events = new RecordEvents(
                sampler.canMeasureProcess(),
                accounting.known().contains(Quantity.CPU_DELAY),
                VirtualThreads.areKnown(accounting),
                status::trouble);
        this.types.put(Records.DELAYS, EventType.getEventType(ThreadDelayEvent.class));
        this.types.put(Records.USAGE, EventType.getEventType(ThreadUsageEvent.class));
        if (sampler.canMeasureProcess()) {
            this.types.put(Records.PROCESS, EventType.getEventType(ProcessUsageEvent.class));
        }
        if (accounting.known().contains(Quantity.CPU_DELAY)) {
            this.types.put(Records.CAUSES, EventType.getEventType(DelayCauseEvent.class));
        }
        if (VirtualThreads.areKnown(accounting)) {
            this.types.put(Records.CARRIERS, EventType.getEventType(VirtualThreadSchedulerEvent.class));
        }
        this.endType = EventType.getEventType(ThreadEndEvent.class);
        java.util.Arrays.fill(emittedAt, System.nanoTime());
        Guarded crowd = new Guarded("reporting exited threads", this::emitCrowd, status::trouble);
        exits.whenCrowded(crowd::runIfFree);
    }

    /** Whether a recording wants anything of threads. */
    boolean isWanted() {
        return endType.isEnabled() || types.values().stream().anyMatch(EventType::isEnabled);
    }

    /** Opens and closes the trackers as recordings want them now: what was before is not reported. */
    synchronized void follow() {
        Set<Records> toOpen = EnumSet.noneOf(Records.class);
        types.forEach((records, type) -> {
            if (!type.isEnabled() && sampler.isOpen(records)) {
                sampler.close(records);
            } else if (type.isEnabled() && !sampler.isOpen(records) && isAvailable(records)) {
                toOpen.add(records);
            }
        });
        if (!toOpen.isEmpty()) {
            if (!sampler.isOpen()) {
                budget.begin();
            }
            cost.passBegins();
            toOpen.forEach(events::begin);
            open(toOpen);
            if (toOpen.contains(Records.CARRIERS)) {
                sampler.emitPresentCarriers(events);
            }
            toOpen.forEach(records -> emittedAt[records.ordinal()] = sampler.lastSampleTime());
            flushed = false; // what begins now has to be reported at the end of this chunk, however near
            cost.passEnds();
        }
        if (host.isChanged()) {
            cost.passBegins();
            host.follow();
            cost.passEnds();
        }
        followed = true;
        if (isWanted()) {
            exits.wantSoon();
        }
    }

    /** A recording that made this agent start has begun before it could sample for the first time. */
    private void open(Set<Records> records) {
        if (followed) {
            sampler.open(records);
        } else if (begin.isStartOfJvm()) {
            sampler.openSinceStart(records);
        } else {
            sampler.open(records, begin.nanoTime());
            status.firstSample(sampler.lastSampleTime() - begin.nanoTime());
        }
        begin.sampled(sampler.lastSampleTime());
    }

    private boolean isAvailable(Records records) {
        return records != Records.PROCESS || sampler.canMeasureProcess();
    }

    /** The period of one kind of records has passed. */
    synchronized void period(Records records) {
        follow();
        exits.doAwaited();
        budget.called(records);
        if (isDue(records)) {
            long passes = sampler.passes();
            long cpuTime = emit(EnumSet.of(records), false);
            if (sampler.passes() > passes && budget.sampled(sampler.lastSampleTime())) {
                LOG.info("{}", budget);
            }
            budget.spent(cpuTime);
        }
    }

    /** Beyond the budget, calls are passed over; but what has been sampled for other records is reported all the same. */
    private boolean isDue(Records records) {
        return !budget.isStretched() || pendingTime(records) > 0 || needsSample(records);
    }

    /** A chunk begins or ends: what has not been reported yet belongs into the one that ends. */
    synchronized void chunk() {
        follow();
        boolean begins = flushed && System.nanoTime() - sampler.lastSampleTime() < SAME_MOMENT;
        if (!begins) {
            emit(ALL, true);
            cost.passBegins();
            host.chunk();
            budget.spentBetween(cost.passEnds());
            cost.emit(budget.takeLongest());
        }
        flushed = true;
    }

    /** The period of an event about the host has passed. */
    synchronized void hostPeriod(Class<? extends Event> type) {
        follow();
        cost.passBegins();
        host.period(type);
        budget.spentBetween(cost.passEnds());
    }

    synchronized void overhead() {
        cost.emit(budget.takeLongest());
    }

    /** Returns the CPU time that it took. */
    private long emit(Set<Records> which, boolean all) {
        if (!sampler.isOpen()) {
            return 0;
        }
        cost.passBegins();
        if (all || which.stream().anyMatch(this::needsSample)) {
            sampler.sample();
            status.followSource();
            flushed = false;
        }
        for (Records records : which) {
            if (sampler.isOpen(records)) {
                emittedAt[records.ordinal()] = sampler.lastSampleTime();
            }
        }
        beginEmission(which);
        sampler.emit(which, all, events);
        events.end();
        long cpuTime = cost.passEnds();
        if (sampler.needsBlockIoRecheck()) {
            recheck.request();
        }
        return cpuTime;
    }

    /** Of threads, whatever is open: those that have exited are emitted in any case, so that none waits for a long period. */
    private void beginEmission(Set<Records> which) {
        for (Records records : ALL) {
            if (sampler.isOpen(records) && (isOfThreads(records) || which.contains(records))) {
                events.begin(records);
            }
        }
    }

    private static boolean isOfThreads(Records records) {
        return records == Records.DELAYS || records == Records.USAGE;
    }

    /** So many threads have exited that they do not wait for the next sample. Called by one of them. */
    private synchronized void emitCrowd() {
        if (sampler.isOpen()) {
            cost.passBegins();
            beginEmission(Set.of());
            sampler.emitExits(events);
            events.end();
            cost.passEnds();
        }
    }

    private boolean needsSample(Records records) {
        long age = System.nanoTime() - sampler.lastSampleTime();
        if (budget.isStretched()) {
            return pendingTime(records) == 0 && budget.allowsSampleAfter(age);
        }
        return age > pendingTime(records) / SAME_SAMPLE;
    }

    private long pendingTime(Records records) {
        return sampler.lastSampleTime() - emittedAt[records.ordinal()];
    }

    /** Samples the few threads that the kernel's block-I/O delay is doubtful of; negative if there are none any more. */
    private synchronized long recheckBlockIo() {
        long pause = 0;
        if (sampler.needsBlockIoRecheck()) {
            cost.passBegins();
            sampler.recheckBlockIo();
            pause = budget.recheck(cost.passEnds());
        }
        return sampler.needsBlockIoRecheck() ? pause : -1;
    }
}
