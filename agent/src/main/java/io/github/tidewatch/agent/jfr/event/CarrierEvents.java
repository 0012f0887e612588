package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.intervals.CarrierTimes;

/**
 * Commits what the carriers of virtual threads did as events, with what their scheduler says and the canary. Before there is a
 * carrier there is neither event nor canary, so that an application without virtual threads stays without; the first event has
 * the time from the interval that found carriers to the first that the canary was there for.
 */
final class CarrierEvents {
    private final VirtualThreadSchedulerEvent event = new VirtualThreadSchedulerEvent();
    private final EventTimes times = new EventTimes(new VirtualThreadSchedulerEvent());
    private final SchedulerState state = new SchedulerState(CarrierBlocking.find());
    private final Canary canary = new Canary();
    private long begin;
    private boolean holds;

    CarrierEvents() {
        times.next(event);
    }

    /** To be called when the first interval begins, and before each emission. */
    void begin() {
        times.mark();
    }

    void emit(CarrierTimes carriers) {
        if (!holds) {
            holds = true;
            begin = carriers.begin();
            event.clear();
        }
        event.add(carriers);
        event.interval = carriers.begin() + carriers.length() - begin;
        if (carriers.carriers().isEmpty()) {
            return; // all have ended
        }
        if (canary.isAsked()) {
            state.read(carriers.carriers());
            event.fill(state, canary);
            times.set(event, begin, event.interval);
            event.commit();
            holds = false;
        }
        canary.ask();
    }

    /** To be called after each emission. */
    void end() {
        times.next(event);
    }

    /** Nobody wants these events any more: the canary ends, and what was held back is not reported. */
    void close() {
        canary.stop();
        holds = false;
    }
}
