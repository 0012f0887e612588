package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.Sampler;
import jdk.jfr.EventType;

/**
 * Feeds the events while a recording wants them.
 *
 * <p>Its methods are called by JFR: the periodic ones by JFR's periodic thread, {@link #chunk} also by whoever starts,
 * rotates or stops a recording, the JVM's shutdown included. All hold one lock, and none calls what would take one of
 * JFR's.
 */
final class Recorder {
    /** Calls about the end of a chunk and the begin of the next come one after the other: one flush serves both. */
    private static final long SAME_MOMENT = 50_000_000;

    /**
     * JFR calls the hooks of events with equal periods within some milliseconds of each other: one look serves both if
     * it is younger than this part of the time that is to be told.
     */
    private static final int SAME_LOOK = 4;

    private final Sampler sampler;
    private final ThreadEvents delays;
    private final ThreadEvents usage;
    private final EventType delayType;
    private final EventType usageType;
    private final StatusReport status;
    private final OwnCost cost;
    private final Glances glances = new Glances(this::glance);
    private boolean flushed;
    private long delaysTold = System.nanoTime();
    private long usageTold = delaysTold;

    Recorder(Accounting accounting, StatusReport status, OwnCost cost) {
        this.sampler = accounting.sampler();
        this.status = status;
        this.cost = cost;
        this.delays = new ThreadEvents(new ThreadDelayEvent(), new ThreadDelayEvent());
        this.usage = new ThreadEvents(new ThreadUsageEvent(), new ThreadUsageEvent());
        this.delayType = EventType.getEventType(ThreadDelayEvent.class);
        this.usageType = EventType.getEventType(ThreadUsageEvent.class);
    }

    /** Opens and closes the books as recordings want them now: what was before is not told. */
    synchronized void follow() {
        if (delayType.isEnabled() != sampler.tellsDelays()) {
            if (sampler.tellsDelays()) {
                sampler.closeDelays();
            } else {
                cost.passBegins();
                delays.begin();
                sampler.openDelays();
                cost.passEnds();
            }
        }
        if (usageType.isEnabled() != sampler.tellsUsage()) {
            if (sampler.tellsUsage()) {
                sampler.closeUsage();
            } else {
                cost.passBegins();
                usage.begin();
                sampler.openUsage();
                cost.passEnds();
            }
        }
    }

    /** The period of delays has passed. */
    synchronized void delays() {
        follow();
        tell(true, false, false);
    }

    /** The period of usage has passed. */
    synchronized void usage() {
        follow();
        tell(false, true, false);
    }

    /** A chunk begins or ends: what has not been told yet belongs into the one that ends. */
    synchronized void chunk() {
        follow();
        boolean begins = flushed && System.nanoTime() - sampler.lastLook() < SAME_MOMENT;
        if (!begins) {
            tell(true, true, true);
            cost.tell();
        }
        flushed = true;
    }

    /** A chunk begins or ends: which sources there are. */
    synchronized void status() {
        status.tell();
    }

    synchronized void overhead() {
        cost.tell();
    }

    private void tell(boolean tellDelays, boolean tellUsage, boolean all) {
        if (!sampler.tellsDelays() && !sampler.tellsUsage()) {
            return;
        }
        cost.passBegins();
        long told = tellDelays ? delaysTold : usageTold;
        if (all || System.nanoTime() - sampler.lastLook() > (sampler.lastLook() - told) / SAME_LOOK) {
            sampler.look();
            status.followSource();
            flushed = false;
        }
        if (tellDelays) {
            delaysTold = sampler.lastLook();
            delays.begin();
            sampler.tellDelays(all, delays);
            delays.end();
        }
        if (tellUsage) {
            usageTold = sampler.lastLook();
            usage.begin();
            sampler.tellUsage(usage);
            usage.end();
        }
        cost.passEnds();
        if (sampler.wantsGlances()) {
            glances.want();
        }
    }

    /** Looks at the few threads that the kernel's block-I/O delay is doubtful of; false if there are none any more. */
    private synchronized boolean glance() {
        if (sampler.wantsGlances()) {
            cost.passBegins();
            sampler.glance();
            cost.passEnds();
        }
        return sampler.wantsGlances();
    }
}
