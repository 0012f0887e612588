/**
 * Why threads did not get a CPU: from the delays of an interval's threads and the counters of the host and the control groups
 * in the same interval to parts per group of threads: the own quota, threads of the same process, others, the hypervisor, a
 * wake-up while a CPU was idle, and what remains unexplained.
 *
 * <p>The parts are of the moment: what kept a thread from running then, not what would help. They are an estimate from sums,
 * since no counter has them: {@link io.github.tidewatch.causes.CauseModel} says how. Tests hold it against the kernel's trace
 * of its scheduler.
 *
 * <p>May import {@code intervals}, {@code counters}, {@code cgroup}, {@code host}, {@code metrics} and {@code procfs}.
 */
package io.github.tidewatch.causes;
