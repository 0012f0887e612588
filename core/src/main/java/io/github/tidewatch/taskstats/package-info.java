/**
 * The kernel's accounting per task and thread group (taskstats), asked for over generic netlink: time on a CPU, time
 * waiting for one, for block I/O and for memory, context switches, page faults, bytes.
 *
 * <p>One task, as a value:
 *
 * <pre>{@code
 * try (TaskstatsClient client = TaskstatsClient.open()) {
 *     TaskStats stats = client.pidStats(tid);
 *     System.out.println(stats);
 *     stats.delay(DelayKind.CPU).ifPresent(delay -> System.out.println("waited for a CPU: " + delay.total()));
 * } catch (TaskstatsException e) {
 *     System.err.println(e.reason() + ": " + e.getMessage()); // says what to do
 * }
 * }</pre>
 *
 * <p>Many tasks, again and again, without allocating: {@link io.github.tidewatch.taskstats.TaskstatsClient#pidStats(
 * int[], int, int, io.github.tidewatch.taskstats.StatsReceiver)}. All tasks that end, on some or all CPUs:
 *
 * <pre>{@code
 * client.registerCpumask(Cpumask.possible().toString());
 * while (true) {
 *     ExitedTask exited = client.listenRegistered();
 *     System.out.println(exited.thread());
 *     exited.group().ifPresent(System.out::println);
 * }
 * }</pre>
 *
 * <p>What to know before believing a number:
 *
 * <ul>
 *   <li>It needs CAP_NET_ADMIN in the initial user namespace, and a kernel with CONFIG_TASKSTATS.
 *   <li>All counters run from the start of the task; subtract two answers to know what happened between. Tids are
 *       reused: a smaller counter, or another {@link io.github.tidewatch.taskstats.TaskIdentity#beginTime}, is another
 *       task.
 *   <li>What is unknown is absent, never 0. But nothing in the answer says whether delay accounting was on when the
 *       task started (sysctl {@code kernel.task_delayacct}, off by default since Linux 5.14); if it was not, all delays
 *       but the CPU's stay 0 for the task's life.
 *   <li>A delay is counted when it ends.
 *   <li>The kernel rounds the seven I/O counters down to multiples of 1024; {@code /proc/PID/task/TID/io} is exact.
 *   <li>A thread group's answer has only sums of delays, switches, CPU times and elapsed times, and it depends on the
 *       kernel which of them include the threads that ended: {@link io.github.tidewatch.taskstats.TaskScope#GROUP}.
 * </ul>
 *
 * <p>{@link io.github.tidewatch.taskstats.TaskStatsField} names every field of versions up to 17 with unit and first
 * version.
 *
 * <p>{@code TaskstatsClient} is longer than other files here because it is all of the public calls, with what each guarantees.
 */
package io.github.tidewatch.taskstats;
