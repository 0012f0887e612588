package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.render.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says why there is nothing to report, and what to do. */
final class NothingToReport {
    private NothingToReport() {}

    /** Throws if there is nothing. */
    static void check(Summary summary) {
        String files = summary.files().stream().map(Object::toString).collect(Collectors.joining(", "));
        if (!summary.hasRecords()) {
            List<String> lines = new ArrayList<>();
            lines.add(files + " has no tidewatch.ThreadDelay event. One of these may be why:");
            lines.add("  - the JVM ran without the agent: start it with -javaagent:tidewatch.jar");
            lines.add("  - the agent could not work there: look for its lines on the JVM's standard error");
            lines.add("  - the recording is shorter than one interval (1 s unless set): record for longer");
            lines.add("  - its settings switch the event off: record with +tidewatch.ThreadDelay#enabled=true");
            summary.status().notSampled().forEach(line -> lines.add("  not sampled: " + line));
            summary.status().missing().forEach(line -> lines.add("  missing: " + line));
            throw new CommandFailure(String.join(System.lineSeparator(), lines));
        }
        if (summary.threadCount() == 0) {
            throw new CommandFailure("No thread of " + files + " has a record "
                    + (summary.options().threads == null
                            ? "in this time; the recording is from " + Format.dateAndTime(summary.recordedFrom())
                                    + " to " + Format.dateAndTime(summary.recordedTo()) + "."
                            : "that was asked for: --thread takes a whole name, in which * stands for any text."));
        }
    }
}
