package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.DelayCauses;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Why groups of threads did not get a CPU, a line for each of those that lost most; nothing where no event says so. */
final class CauseText {
    private static final int MOST = 5;
    private static final int NAME_WIDTH = 40;

    private CauseText() {}

    private static String name(String group) {
        return group.equals(ThreadGroups.OTHERS) ? "other groups" : Text.fit(Format.name(group), NAME_WIDTH);
    }

    static List<String> of(Summary summary) {
        List<Map.Entry<String, DelayCauses>> groups =
                new ArrayList<>(summary.causes().byGroup().entrySet());
        groups.removeIf(group -> ThreadGroups.isTidewatch(group.getKey()));
        groups.sort(Comparator.comparingLong(group -> -group.getValue().cpuDelay()));
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, DelayCauses> group : groups.subList(0, Math.min(MOST, groups.size()))) {
            String why = group.getValue()
                    .inPercent(group.getValue().cpuDelay(), summary.host().cpuQuota());
            if (!why.isEmpty()) {
                lines.add(name(group.getKey()) + " waited "
                        + Durations.text(group.getValue().cpuDelay()) + ": " + why);
            }
        }
        return lines;
    }
}
