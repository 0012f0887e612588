package io.github.tidewatch.agent.cli.stats;

import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Style;
import io.github.tidewatch.agent.cli.console.Table;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.taskstats.DelayKind;
import io.github.tidewatch.taskstats.DelayStats;
import io.github.tidewatch.taskstats.TaskStats;
import java.util.List;
import java.util.OptionalLong;

/** One line for each task and kind of delay; times in milliseconds. */
final class DelayFormat implements StatsFormat {
    static final String WHY_UNKNOWN = Text.UNKNOWN + ": not known. The kernel has counted no delay of this task yet but"
            + " the CPU's: it had none, or it began while kernel.task_delayacct was 0.";

    private final Screen screen;

    DelayFormat(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void print(List<Query> queries) {
        Table table =
                new Table(screen, "Task", "delay", "count", "avg", "total", "max", "min", "longest ended").left(2);
        boolean unknown = false;
        for (Query query : queries) {
            if (query.stats().isEmpty()) {
                table.add(Style.YELLOW, query.title(), query.remark());
                continue;
            }
            TaskStats stats = query.stats().get();
            Delays delays = new Delays(stats);
            unknown |= !delays.areAccounted();
            for (DelayKind kind : DelayKind.values()) {
                if (stats.delay(kind).isPresent()) {
                    add(table, query.title(), delays, kind);
                }
            }
        }
        table.print();
        if (unknown) {
            screen.out().println(WHY_UNKNOWN);
        }
    }

    private static void add(Table table, String title, Delays delays, DelayKind kind) {
        DelayStats delay = delays.known(kind).orElse(null);
        String label = Delays.label(kind);
        if (delay == null) {
            String[] unknown = {title, label, Text.UNKNOWN, Text.UNKNOWN, Text.UNKNOWN, Text.UNKNOWN, Text.UNKNOWN, ""};
            table.add(unknown);
            return;
        }
        table.add(
                title,
                label,
                Long.toString(delay.count()),
                millis(delay.averageNanos()),
                Text.millis(delay.totalNanos()),
                millis(delay.maxNanos()),
                millis(delay.minNanos()),
                delay.maxTime().map(Object::toString).orElse(""));
    }

    private static String millis(OptionalLong nanos) {
        return nanos.isPresent() ? Text.millis(nanos.getAsLong()) : Text.NONE;
    }
}
