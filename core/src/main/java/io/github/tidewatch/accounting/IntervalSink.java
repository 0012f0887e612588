package io.github.tidewatch.accounting;

/** Takes what a pass found. Both arguments are valid only during the call. */
@FunctionalInterface
public interface IntervalSink {
    /** One thread's interval. */
    void accept(Task task, Interval interval);
}
