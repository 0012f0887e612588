/**
 * From two readings of a task's counters to an interval: where its time went, in five disjoint parts.
 *
 * <p>A {@link io.github.tidewatch.intervals.Task} keeps its counters and, for each kind of record, where the running
 * interval began. The trackers turn differences of counters into {@link io.github.tidewatch.intervals.Interval}s; {@link
 * io.github.tidewatch.intervals.DelayTracker} reconciles them with what is possible. Reconciliation is pure and has no
 * clock, as has the plausibility of the kernel's block-I/O delay.
 *
 * <p>{@link io.github.tidewatch.intervals.TaskWaits} divides the wait time by kinds. A thread whose CPU clock stands still
 * has not run, so that it is in the wait that it was found in: that is exact. Of a thread that ran, what it was found in at
 * the begin and at the end of the interval stands for the interval's wait time, half each: right in the mean, as any
 * sampling profiler is.
 *
 * <p>For programs are Interval, IntervalSink, ProcessInterval, SampledThread and ExitSource; the rest serves {@code
 * accounting} and may change.
 *
 * <p>{@code Task} is longer than other files here because it is all that is known of one thread, with what each part means.
 */
package io.github.tidewatch.intervals;
