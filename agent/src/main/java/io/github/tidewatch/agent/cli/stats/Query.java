package io.github.tidewatch.agent.cli.stats;

import io.github.tidewatch.procfs.TaskStat;
import io.github.tidewatch.taskstats.TaskScope;
import io.github.tidewatch.taskstats.TaskStats;
import io.github.tidewatch.taskstats.TaskstatsClient;
import io.github.tidewatch.taskstats.TaskstatsException;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** One task that was asked about, and what the kernel said. An immutable value. */
final class Query {
    private static final long PF_KTHREAD = 0x0020_0000;

    private final TaskScope scope;
    private final int id;
    private final TaskStats stats;
    private final String outcome;
    private final String remark;

    private Query(TaskScope scope, int id, TaskStats stats, String outcome, String remark) {
        this.scope = scope;
        this.id = id;
        this.stats = stats;
        this.outcome = outcome;
        this.remark = remark;
    }

    /**
     * Asks.
     *
     * @throws TaskstatsException if the kernel does not answer at all any more
     */
    static Query ask(TaskstatsClient client, TaskScope scope, int id) {
        if (mayBeKernelThread(id)) {
            String why = "not asked: a kernel thread; some kernels crash when taskstats is asked about one";
            return new Query(scope, id, null, "notAsked", why);
        }
        try {
            return of(scope == TaskScope.THREAD ? client.pidStats(id) : client.tgidStats(id));
        } catch (TaskstatsException e) {
            if (e.reason() == Reason.NOT_PERMITTED) {
                throw e;
            }
            String outcome = e.reason().name().toLowerCase(Locale.ROOT);
            return new Query(scope, id, null, outcome, e.reason() == Reason.GONE ? "gone" : e.getMessage());
        }
    }

    static Query of(TaskStats stats) {
        return new Query(stats.scope(), stats.id(), stats, "ok", "");
    }

    TaskScope scope() {
        return scope;
    }

    int id() {
        return id;
    }

    /** The answer; empty if there is none. */
    Optional<TaskStats> stats() {
        return Optional.ofNullable(stats);
    }

    /** "ok", "gone", "notAsked" or another reason of {@link TaskstatsException}. */
    String outcome() {
        return outcome;
    }

    /** What there is to say in place of numbers. */
    String remark() {
        return remark;
    }

    /** Such as "TID: 12 main". */
    String title() {
        return (scope == TaskScope.THREAD ? "TID: " : "TGID: ")
                + id
                + name().map(name -> " " + name).orElse("");
    }

    private Optional<String> name() {
        if (scope == TaskScope.THREAD) {
            return stats().flatMap(answer -> answer.identity().comm());
        }
        try {
            return Optional.of(Files.readString(Path.of("/proc/" + id + "/comm"), StandardCharsets.UTF_8)
                    .strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean mayBeKernelThread(int id) {
        try {
            return (TaskStat.read(Path.of("/proc/" + id + "/stat")).flags() & PF_KTHREAD) != 0;
        } catch (NoSuchFileException e) {
            return !Files.isReadable(Path.of("/proc/1/stat")); // it is gone, unless /proc hides tasks
        } catch (IOException e) {
            return false; // it has just ended
        }
    }
}
