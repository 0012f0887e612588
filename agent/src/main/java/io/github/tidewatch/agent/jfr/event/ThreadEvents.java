package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.intervals.IntervalSink;

/** Commits each interval as an event. One event object serves all: JFR copies what it is given. */
final class ThreadEvents implements IntervalSink {
    private final ThreadEvent event;
    private final EventTimes times;

    /**
     * A sink.
     *
     * @param event the event that is committed again and again
     * @param probe another of the same class, for its clock
     */
    ThreadEvents(ThreadEvent event, ThreadEvent probe) {
        this.event = event;
        this.times = new EventTimes(probe);
        this.times.next(event);
    }

    /** To be called when the first intervals begin, and before each emission. */
    void begin() {
        times.mark();
    }

    @Override
    public void accept(Interval interval) {
        event.identify(interval.thread());
        event.fill(interval);
        times.set(event, interval.begin(), interval.length());
        event.commit();
    }

    /** To be called after each emission: keeps no thread reachable. */
    void end() {
        event.sampledThread = null;
        event.threadName = null;
        times.next(event);
    }
}
