package io.github.tidewatch.agent.cli.stats;

import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Table;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.taskstats.DelayKind;
import io.github.tidewatch.taskstats.DelayStats;
import io.github.tidewatch.taskstats.TaskStats;
import java.util.OptionalLong;

/** One line for each task and kind of delay. */
final class DelayFormat extends TableFormat {
    DelayFormat(Screen screen) {
        super(
                screen,
                new Table(screen, "Task", "delay", "count", "avg", "total", "max", "min", "longest ended").left(2));
    }

    @Override
    void add(Table table, String title, TaskStats stats, Delays delays) {
        for (DelayKind kind : DelayKind.values()) {
            if (stats.delay(kind).isPresent()) {
                add(table, title, delays, kind);
            }
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
