/**
 * From cumulative counters to intervals: where each thread's time went between two looks.
 *
 * <p>{@link io.github.tidewatch.accounting.Sampler} makes a pass: it lists the tasks of the process, gives each its
 * Java thread or kernel name, lets a {@link io.github.tidewatch.accounting.CounterSource} fill the counters, and hands
 * what changed to a sink. {@link io.github.tidewatch.accounting.Reconciliation} turns differences of counters into the
 * five disjoint parts of an interval; it is pure and has no clock. {@link io.github.tidewatch.accounting.Accounting}
 * chooses the sources that this host and process permit and says what is missing, why, and how to get it.
 *
 * <p>Time here is that of {@link System#nanoTime}, which is CLOCK_MONOTONIC, the clock by which the kernel dates a
 * task's start. A pass allocates nothing per thread that it has seen before.
 *
 * <p>May import every other package of the core.
 */
package io.github.tidewatch.accounting;
