package io.github.tidewatch.agent.cli.stats;

import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Table;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.taskstats.DelayKind;
import io.github.tidewatch.taskstats.TaskStats;
import io.github.tidewatch.taskstats.TaskStatsField;
import java.util.OptionalLong;

/** One line for each task. */
final class SummaryFormat extends TableFormat {
    SummaryFormat(Screen screen) {
        super(
                screen,
                new Table(
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
                        "d:irq"));
    }

    @Override
    void add(Table table, String title, TaskStats stats, Delays delays) {
        table.add(
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
                delays.total(DelayKind.IRQ));
    }

    private static String micros(OptionalLong micros) {
        return micros.isPresent() ? Text.millis(micros.getAsLong() * 1000) : Text.NONE;
    }

    private static String plain(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : Text.NONE;
    }
}
