package io.github.tidewatch.accounting;

import io.github.tidewatch.causes.DelayCauses;
import io.github.tidewatch.intervals.CarrierTimes;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.intervals.ProcessInterval;

/** Takes what a {@link Sampler} emits. An {@link Interval} is valid only during the call. */
public interface RecordSink {
    /** Where the time of one thread went in an interval. */
    default void delays(Interval interval) {}

    /** What one thread used in an interval. */
    default void usage(Interval interval) {}

    /** What the process used in an interval. */
    default void process(ProcessInterval interval) {}

    /** Why the threads of a group did not get a CPU in an interval. */
    default void causes(DelayCauses causes) {}

    /**
     * Where the time of the carriers of virtual threads went in an interval, while there are any; of no length, which there are
     * as the first begins. Valid only during the call.
     */
    default void carriers(CarrierTimes times) {}

    /** The whole life of a thread that has exited by the last sample and did not account for it itself. */
    default void lifetime(Interval life) {}
}
