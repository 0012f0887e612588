package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.intervals.CarrierTimes;
import java.util.function.Consumer;

/**
 * Commits what the carriers of virtual threads did as events, with what their scheduler says and the probe. Without a carrier
 * there is neither event nor probe, so that an application without virtual threads stays without; where the probe was not there
 * as an interval began, its event does not say how long it waited.
 */
final class CarrierEvents {
    private final VirtualThreadSchedulerEvent event = new VirtualThreadSchedulerEvent();
    private final EventTimes times = new EventTimes(new VirtualThreadSchedulerEvent());
    private final SchedulerState state = new SchedulerState(CarrierBlocking.find());
    private final CarrierProbe probe;
    private boolean probed;
    private long probedFrom;

    /**
     * Events.
     *
     * @param trouble takes what does not work, for the status
     */
    CarrierEvents(Consumer<String> trouble) {
        probe = new CarrierProbe(trouble);
        times.next(event);
    }

    /** To be called when the first interval begins, and before each emission. */
    void begin() {
        times.mark();
    }

    /** Takes an interval; of no length, the carriers that are there as the first one begins. */
    void emit(CarrierTimes carriers) {
        state.read(carriers.carriers());
        if (carriers.length() > 0) {
            event.take(carriers);
            event.take(state);
            event.take(probe, isProbedFrom(carriers.begin()));
            times.set(event, carriers.begin(), carriers.length());
            event.commit();
        }
        probed = !carriers.carriers().isEmpty() && probe.ask();
        probedFrom = carriers.begin() + carriers.length();
    }

    /** Intervals without carriers have come between, else; one that waits has waited since then, whoever asked. */
    private boolean isProbedFrom(long begin) {
        return probe.isPending() || (probed && probedFrom == begin);
    }

    /** To be called after each emission. */
    void end() {
        times.next(event);
    }
}
