package io.github.tidewatch.examples.library;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.rusage.ResourceUsage;
import io.github.tidewatch.taskstats.DelayKind;
import io.github.tidewatch.taskstats.TaskStats;
import io.github.tidewatch.taskstats.TaskstatsClient;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.io.PrintStream;

/** The first steps with the library, as docs/library.md shows them. */
final class FirstSteps {
    private FirstSteps() {}

    static boolean firstSteps(PrintStream out) {
        ResourceUsage before = ResourceUsage.ofThread();
        try (TaskstatsClient client = TaskstatsClient.open()) {
            TaskStats stats = client.pidStats(HostSystemCalls.get().gettid());
            out.println(stats);
            stats.cpuTime().ifPresent(time -> out.println("on a CPU: " + time));
            stats.delay(DelayKind.CPU).ifPresent(delay -> out.println("waited for one: " + delay.total()));
        } catch (TaskstatsException e) {
            out.println(e.reason() + ": " + e.getMessage()); // says what would help
            return false;
        }
        ResourceUsage spent = ResourceUsage.ofThread().minus(before);
        out.println("asking took " + spent.userTime().plus(spent.systemTime()) + " of CPU time");
        return true;
    }
}
