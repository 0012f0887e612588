package io.github.tidewatch.agent.cli.stats;

import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.taskstats.DelayKind;
import io.github.tidewatch.taskstats.DelayStats;
import io.github.tidewatch.taskstats.TaskStats;
import io.github.tidewatch.taskstats.TaskStatsField;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The delays of a task, of which a 0 is a number only if the kernel is known to keep them for this task. */
final class Delays {
    private static final Set<String> ACCOUNTED =
            Set.of("BLKIO", "SWAPIN", "FREEPAGES", "THRASHING", "COMPACT", "WPCOPY", "IRQ");

    private final TaskStats stats;
    private final boolean accounted;

    Delays(TaskStats stats) {
        this(stats, false);
    }

    /** With {@code known} where the task is known to have begun with delay accounting on. */
    Delays(TaskStats stats, boolean known) {
        this.stats = stats;
        boolean any = known;
        for (DelayKind kind : DelayKind.values()) {
            any |= kind != DelayKind.CPU
                    && stats.delay(kind).filter(d -> d.count() != 0).isPresent();
        }
        this.accounted = any;
    }

    /**
     * Whether the kernel keeps the delays of this task that need delay accounting: one was counted already. Nothing else
     * shows it, since a task that began while {@code kernel.task_delayacct} was 0 stays without for life.
     */
    boolean areAccounted() {
        return accounted;
    }

    /** Empty if the version has none, or if it is not known. */
    Optional<DelayStats> known(DelayKind kind) {
        return stats.delay(kind).filter(delay -> kind == DelayKind.CPU || accounted);
    }

    /** The total in milliseconds, "?" where it is not known, "-" where this kernel has no such delay. */
    String total(DelayKind kind) {
        if (stats.delay(kind).isEmpty()) {
            return Text.NONE;
        }
        return known(kind).map(delay -> Text.millis(delay.totalNanos())).orElse(Text.UNKNOWN);
    }

    /** Whether a field is one of those that need delay accounting. */
    static boolean isAccounted(TaskStatsField field) {
        int end = field.name().indexOf('_');
        return end > 0 && ACCOUNTED.contains(field.name().substring(0, end));
    }

    static String label(DelayKind kind) {
        return kind == DelayKind.CPU
                ? "cpu"
                : kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
