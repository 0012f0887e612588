package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.WorstInterval;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.timeline.TimeGrid;
import java.util.ArrayList;
import java.util.List;

/** A worst interval in words: when, how much of what, and by whom. */
final class WorstIntervalText {
    private static final int NAME_WIDTH = 32;

    private WorstIntervalText() {}

    static List<String> of(Summary summary) {
        TimeGrid grid = summary.grid();
        List<String> lines = new ArrayList<>();
        for (WorstInterval worst : summary.worstIntervals()) {
            boolean ofOneDay =
                    Format.date(grid.begin(grid.first())).equals(Format.date(grid.begin(grid.first() + grid.count())));
            lines.add((ofOneDay ? "" : Format.date(worst.begin()) + " ") + describe(worst));
        }
        return lines;
    }

    private static String describe(WorstInterval worst) {
        List<String> losses = new ArrayList<>();
        if (worst.cpuDelay() > 0) {
            losses.add(Durations.text(worst.cpuDelay()) + " " + PartStyle.doing(Metric.CPU_DELAY));
        }
        if (worst.blockIo() > 0) {
            losses.add(Durations.text(worst.blockIo()) + " " + PartStyle.doing(Metric.BLOCK_IO_DELAY));
        }
        List<String> who = new ArrayList<>();
        for (int i = 0; i < worst.threads().size(); i++) {
            who.add(Text.fit(Format.name(worst.threads().get(i).name()), NAME_WIDTH) + " "
                    + Durations.text(worst.lost().get(i)));
        }
        String by = who.isEmpty() ? "" : " (" + String.join(", ", who) + ")";
        return Format.time(worst.begin()) + ", for " + Durations.text(worst.length()) + ": " + String.join(", ", losses)
                + by;
    }
}
