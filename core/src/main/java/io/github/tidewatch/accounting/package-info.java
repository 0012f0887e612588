/**
 * From cumulative counters to intervals: where each thread's time went between two samples.
 *
 * <p>{@link io.github.tidewatch.accounting.Sampler} makes a pass: it lists the tasks of the process, gives each its
 * Java thread or kernel name, lets a {@link io.github.tidewatch.accounting.CounterSource} fill the counters, and hands
 * what changed to a sink. {@link io.github.tidewatch.accounting.Reconciliation} turns differences of counters into the
 * five disjoint parts of an interval; it is pure and has no clock. {@link io.github.tidewatch.accounting.Accounting}
 * chooses the sources that this host and process permit and says what is missing, why, and how to get it.
 *
 * <p>Threads that end account for themselves ({@link io.github.tidewatch.accounting.ThreadExitAccounting}), or the kernel or the
 * last sample does; what they leave is reported with the next sample. So nothing is reported twice, and the records of all threads
 * sum to the process but for what the JVM and the kernel do with a thread after its last instruction. That no record can
 * have: the kernel adds it to the process' total only (kernel/exit.c), and even its own exit messages are sent before the
 * task is taken down. In C it is 25 µs for a thread that computes for 1 ms, in a JVM some 100 µs.
 *
 * <p>Time here is that of {@link System#nanoTime}, which is CLOCK_MONOTONIC, the clock by which the kernel dates a
 * task's start. A pass allocates nothing per thread that it has seen before.
 *
 * <p>May import every other package of the core.
 */
package io.github.tidewatch.accounting;
