package io.github.tidewatch.examples.library;

import io.github.tidewatch.taskstats.DelayKind;
import io.github.tidewatch.taskstats.DelayStats;
import io.github.tidewatch.taskstats.Outcome;
import io.github.tidewatch.taskstats.StatsReceiver;
import io.github.tidewatch.taskstats.TaskStats;
import io.github.tidewatch.taskstats.TaskStatsField;
import io.github.tidewatch.taskstats.TaskStatsView;
import io.github.tidewatch.taskstats.TaskstatsClient;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Questions about tasks that live. */
final class Tasks {
    private final TaskstatsClient client;
    private final PrintStream out;

    Tasks(TaskstatsClient client, PrintStream out) {
        this.client = client;
        this.out = out;
    }

    /** Some of one task's fields, by accessor and by the kernel's name. */
    void showFields(int tid) {
        TaskStats stats = client.pidStats(tid);
        out.println();
        out.println("Fields of tid " + tid + " (kernel's version " + client.version() + "):");
        row("name", stats.identity().comm());
        row("began", stats.identity().beginTime());
        row("scheduling policy", stats.identity().schedulingPolicy());
        row("elapsed", stats.elapsedTime().map(Tasks::text));
        row("on a CPU", stats.cpuTime().map(Tasks::text));
        row("user, by ticks", stats.duration(TaskStatsField.AC_UTIME).map(Tasks::text));
        for (DelayKind kind : DelayKind.values()) {
            row("delay: " + kind, stats.delay(kind).map(Tasks::text));
        }
    }

    private void row(String name, Optional<?> value) {
        // What the kernel's version does not carry is absent, never 0.
        out.printf("  %-26s %s%n", name, value.map(Object::toString).orElse("absent in version " + client.version()));
    }

    /** Many tasks in few datagrams, with an outcome for each. */
    void showMany(int[] tids) {
        out.println();
        out.println("Tasks, asked about in one batch:");
        Map<Boolean, List<Integer>> byKernelThread =
                Arrays.stream(tids).boxed().collect(Collectors.partitioningBy(KernelThreads::mayBe));
        for (int tid : byKernelThread.get(true)) {
            out.println("tid " + tid
                    + ": not asked, it may be a kernel thread, and some kernels crash when asked about those");
        }
        int[] asked =
                byKernelThread.get(false).stream().mapToInt(Integer::intValue).toArray();
        client.pidStats(asked, 0, asked.length, new StatsReceiver() {
            @Override
            public void stats(int index, TaskStatsView view) {
                // The view is valid during this call only: copy what is to be kept.
                out.println(TaskStats.copyOf(view));
            }

            @Override
            public void missing(int index, Outcome outcome) {
                out.println("tid " + asked[index] + ": " + text(outcome));
            }
        });
    }

    private String text(Outcome outcome) {
        switch (outcome) {
            case GONE:
                return "gone: there is no such task (any more)";
            case NOT_PERMITTED:
                return "not permitted (any more)";
            case LOST:
                return "lost: no answer came, also after asking again";
            default:
                return "failed, errno " + client.lastError();
        }
    }

    /** A process: the sums over its threads. */
    void showGroup(int tgid) {
        out.println();
        out.println("This process, the sums over its threads:");
        out.println(client.tgidStats(tgid));
    }

    static String text(Duration time) {
        return String.format(Locale.ROOT, "%.3f ms", time.toNanos() / 1e6);
    }

    private static String text(DelayStats delay) {
        Function<Duration, String> longest = max -> ", longest " + text(max);
        return text(delay.total()) + " in " + delay.count()
                + delay.max().map(longest).orElse("");
    }
}
