package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.intervals.CarrierTimes;

/**
 * Commits what the carriers of virtual threads did as events, with what their scheduler says and the probe. Before there is a
 * carrier there is neither event nor probe, so that an application without virtual threads stays without; the first event has
 * the time from the interval that found carriers to the first that the probe was there for.
 */
final class CarrierEvents {
    private final VirtualThreadSchedulerEvent event = new VirtualThreadSchedulerEvent();
    private final EventTimes times = new EventTimes(new VirtualThreadSchedulerEvent());
    private final SchedulerState state = new SchedulerState(CarrierBlocking.find());
    private final CarrierProbe probe = new CarrierProbe();
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
        if (probe.isAsked()) {
            state.read(carriers.carriers());
            event.fill(state, probe);
            times.set(event, begin, event.interval);
            event.commit();
            holds = false;
        }
        probe.ask();
    }

    /** To be called after each emission. */
    void end() {
        times.next(event);
    }

    /** Nobody wants these events any more: the probe ends, and what was held back is not reported. */
    void close() {
        probe.stop();
        holds = false;
    }
}
