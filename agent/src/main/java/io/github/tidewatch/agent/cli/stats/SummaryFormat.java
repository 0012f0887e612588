package io.github.tidewatch.agent.cli.stats;

import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Style;
import io.github.tidewatch.agent.cli.console.Table;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.taskstats.DelayKind;
import io.github.tidewatch.taskstats.TaskStats;
import io.github.tidewatch.taskstats.TaskStatsField;
import java.util.List;
import java.util.OptionalLong;

/** One line for each task; times in milliseconds. */
final class SummaryFormat implements StatsFormat {
    private final Screen screen;

    SummaryFormat(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void print(List<Query> queries) {
        Table table = new Table(
                screen,
                "Task",
                "utime",
                "stime",
                "rss",
                "vmem",
                "read",
                "write",
                "d:cpu",
                "d:bio",
                "d:swap",
                "d:reclaim",
                "d:thrash",
                "d:compact",
                "d:wpcopy",
                "d:irq");
        boolean unknown = false;
        for (Query query : queries) {
            if (query.stats().isEmpty()) {
                table.add(Style.YELLOW, query.title(), query.remark());
                continue;
            }
            TaskStats stats = query.stats().get();
            Delays delays = new Delays(stats);
            unknown |= !delays.areAccounted();
            table.add(cells(query.title(), stats, delays));
        }
        table.print();
        if (unknown) {
            screen.out().println(DelayFormat.WHY_UNKNOWN);
        }
    }

    private static String[] cells(String title, TaskStats stats, Delays delays) {
        return new String[] {
            title,
            micros(stats.find(TaskStatsField.AC_UTIME)),
            micros(stats.find(TaskStatsField.AC_STIME)),
            plain(stats.residentMemoryIntegral()),
            plain(stats.virtualMemoryIntegral()),
            plain(stats.bytesRead()),
            plain(stats.bytesWritten()),
            delays.total(DelayKind.CPU),
            delays.total(DelayKind.BLOCK_IO),
            delays.total(DelayKind.SWAP_IN),
            delays.total(DelayKind.RECLAIM),
            delays.total(DelayKind.THRASHING),
            delays.total(DelayKind.COMPACTION),
            delays.total(DelayKind.WRITE_PROTECT_COPY),
            delays.total(DelayKind.IRQ)
        };
    }

    private static String micros(OptionalLong micros) {
        return micros.isPresent() ? Text.millis(micros.getAsLong() * 1000) : Text.NONE;
    }

    private static String plain(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : Text.NONE;
    }
}
