/**
 * Samples the threads of a process, and hands out where the time of each went.
 *
 * <p>{@link io.github.tidewatch.accounting.Sampler} makes a pass: it lists the tasks of the process, gives each its
 * Java thread or kernel name, has the counters read, and hands what changed to a sink. {@link
 * io.github.tidewatch.accounting.Accounting} chooses the sources that this host and process permit and says what is
 * missing, why, and how to get it.
 *
 * <p>Threads that exit account for themselves, or the kernel or the last sample does ({@code accounting.exit}); what they
 * leave is emitted with the next sample. So nothing is reported twice, and the records of all threads sum to the process
 * but for what the JVM and the kernel do with a thread after its last instruction. That no record can have: the kernel
 * adds it to the process' total only (kernel/exit.c), and even its own exit messages are sent before the task is taken
 * down. In C it is 25 µs for a thread that computes for 1 ms, in a JVM some 100 µs.
 *
 * <p>Time here is that of {@link System#nanoTime}, which is CLOCK_MONOTONIC, the clock by which the kernel dates a
 * task's start. A pass allocates nothing per thread that it has seen before.
 *
 * <p>{@code Sampler} is longer than other files here because it is all of the public calls of sampling, with what each
 * guarantees; what they do stands in the classes around it.
 */
package io.github.tidewatch.accounting;
