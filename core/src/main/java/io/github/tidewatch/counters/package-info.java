/**
 * Cumulative counters of tasks: which there are, where they come from, and what is missing and why.
 *
 * <p>A {@link io.github.tidewatch.counters.CounterSource} fills {@link io.github.tidewatch.counters.TaskCounters} by
 * taskstats or procfs, and says which {@link io.github.tidewatch.counters.Quantity}s it fills. {@link
 * io.github.tidewatch.counters.SourceSelection} chooses the best source that this host and process permit.
 *
 * <p>A {@code Quantity} is one of the kernel's counters, with its name there; the {@link io.github.tidewatch.metrics.Metric} that
 * it counts is what records and their sums have. They are two, since who reads recordings, JMC among them, has the second
 * without the first and all that belongs to it, and since time on a CPU is one counter and two metrics.
 *
 * <p>For programs are Quantity, SourceChoice, Missing and AccountingException; the rest serves {@code accounting} and may
 * change.
 */
package io.github.tidewatch.counters;
