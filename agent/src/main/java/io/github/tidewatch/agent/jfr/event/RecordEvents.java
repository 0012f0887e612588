package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.accounting.RecordSink;
import io.github.tidewatch.accounting.Records;
import io.github.tidewatch.causes.DelayCauses;
import io.github.tidewatch.intervals.CarrierTimes;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.intervals.ProcessInterval;
import java.util.function.Consumer;
import jdk.jfr.EventType;

/** Commits what the sampler emits as events. Not safe for use by several threads at once. */
public final class RecordEvents implements RecordSink {
    private final ThreadEvents delays = new ThreadEvents(new ThreadDelayEvent(), new ThreadDelayEvent());
    private final ThreadEvents usage = new ThreadEvents(new ThreadUsageEvent(), new ThreadUsageEvent());
    private final ProcessEvents process;
    private final CauseEvents causes;
    private final CarrierEvents carriers;
    private final EventType endType = EventType.getEventType(ThreadEndEvent.class);

    /**
     * Events.
     *
     * @param ofProcess whether there are any of the process
     * @param ofCauses whether there are any of causes
     * @param ofCarriers whether there are any of carriers of virtual threads
     * @param trouble takes what does not work, for the status
     */
    public RecordEvents(boolean ofProcess, boolean ofCauses, boolean ofCarriers, Consumer<String> trouble) {
        carriers = ofCarriers ? new CarrierEvents(trouble) : null;
        causes = ofCauses ? new CauseEvents() : null;
        process = ofProcess ? new ProcessEvents() : null;
    }

    /** To be called when the first intervals of these records begin, and before each emission. */
    public void begin(Records records) {
        switch (records) {
            case DELAYS:
                delays.begin();
                break;
            case USAGE:
                usage.begin();
                break;
            case CAUSES:
                causes.begin();
                break;
            case CARRIERS:
                carriers.begin();
                break;
            default:
                process.begin();
                break;
        }
    }

    /** To be called after each emission: keeps no thread reachable. */
    public void end() {
        delays.end();
        usage.end();
        if (causes != null) {
            causes.end();
        }
        if (carriers != null) {
            carriers.end();
        }
    }

    @Override
    public void delays(Interval interval) {
        delays.accept(interval);
    }

    @Override
    public void usage(Interval interval) {
        usage.accept(interval);
    }

    @Override
    public void process(ProcessInterval interval) {
        process.emit(interval);
    }

    @Override
    public void causes(DelayCauses group) {
        causes.emit(group);
    }

    @Override
    public void carriers(CarrierTimes times) {
        carriers.emit(times);
    }

    @Override
    public void lifetime(Interval life) {
        if (endType.isEnabled()) {
            ThreadEndEvent.of(life).commit();
        }
    }
}
