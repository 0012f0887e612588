/**
 * What getrusage(2) says of a thread, a process and its children.
 *
 * <pre>{@code
 * ResourceUsage before = ResourceUsage.ofThread();
 * work();
 * ResourceUsage spent = ResourceUsage.ofThread().minus(before);
 * System.out.printf("%s user, %s system, %d major faults, preempted %d times%n",
 *         spent.userTime(), spent.systemTime(), spent.majorFaults(), spent.involuntarySwitches());
 * }</pre>
 *
 * <p>{@link io.github.tidewatch.rusage.ResourceUsage} is a value with all 16 fields of {@code struct rusage}, seven of
 * which Linux does not maintain ({@link io.github.tidewatch.rusage.RusageField#maintained}).
 * {@link io.github.tidewatch.rusage.RusageReader} reads the same without allocating. Both need no privilege and no
 * kernel option. Counters are cumulative, from the start of the thread or process; subtract two to know what happened
 * between.
 */
package io.github.tidewatch.rusage;
