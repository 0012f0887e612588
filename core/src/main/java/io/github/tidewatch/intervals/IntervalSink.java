package io.github.tidewatch.intervals;

/** Takes one thread's interval, which is valid only during the call. */
@FunctionalInterface
public interface IntervalSink {
    /** One thread's interval. */
    void accept(Interval interval);
}
