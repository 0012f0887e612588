/**
 * From two readings of a task's counters to an interval: where its time went, in five disjoint parts.
 *
 * <p>A {@link io.github.tidewatch.intervals.Task} keeps its counters and, for each kind of record, where the running
 * interval began. The trackers turn differences of counters into {@link io.github.tidewatch.intervals.Interval}s; {@link
 * io.github.tidewatch.intervals.DelayTracker} reconciles them with what is possible. Reconciliation is pure and has no
 * clock, as has the plausibility of the kernel's block-I/O delay.
 *
 * <p>For programs are Interval, IntervalSink, ProcessInterval, SampledThread and ExitSource; the rest serves {@code
 * accounting} and may change.
 */
package io.github.tidewatch.intervals;
