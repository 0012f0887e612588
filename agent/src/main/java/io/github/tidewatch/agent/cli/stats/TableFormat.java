package io.github.tidewatch.agent.cli.stats;

import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Style;
import io.github.tidewatch.agent.cli.console.Table;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.taskstats.TaskStats;
import java.util.List;

/** A table with rows for each task; below it what {@code ?} means, if it is there. Times are in milliseconds. */
abstract class TableFormat implements StatsFormat {
    private static final String WHY_UNKNOWN =
            Text.UNKNOWN + ": not known. The kernel has counted no delay of this task yet but"
                    + " the CPU's: it had none, or it began while kernel.task_delayacct was 0.";

    private final Screen screen;
    private final Table table;

    TableFormat(Screen screen, Table table) {
        this.screen = screen;
        this.table = table;
    }

    @Override
    public final void print(List<Query> queries) {
        boolean unknown = false;
        for (Query query : queries) {
            if (query.stats().isEmpty()) {
                table.add(Style.YELLOW, query.title(), query.remark());
                continue;
            }
            TaskStats stats = query.stats().get();
            Delays delays = new Delays(stats);
            unknown |= !delays.areAccounted();
            add(table, query.title(), stats, delays);
        }
        table.print();
        if (unknown) {
            screen.out().println(WHY_UNKNOWN);
        }
    }

    /** Adds the rows of one task. */
    abstract void add(Table table, String title, TaskStats stats, Delays delays);
}
