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
            List<String> causes = causes(summary);
            List<String> lines = new ArrayList<>();
            if (causes.size() == 1) {
                lines.add(files + " has no tidewatch.ThreadDelay event:");
                lines.add("  " + causes.get(0));
            } else {
                lines.add(files + " has no tidewatch.ThreadDelay event. One of these may be why:");
                causes.forEach(cause -> lines.add("  - " + cause));
            }
            throw new CommandFailure(String.join(System.lineSeparator(), lines));
        }
        boolean nothing = summary.threadCount() == 0;
        if (nothing && summary.options().threads != null) {
            throw new CommandFailure(
                    "No thread of " + files + " has a record that was asked for: --thread takes a whole"
                            + " name, in which * stands for any text.");
        }
        if (nothing || summary.length() == 0) {
            throw new CommandFailure("No thread of " + files + " has a record in this time; the recording is from "
                    + Format.dateAndTime(summary.recordedFrom()) + " to " + Format.dateAndTime(summary.recordedTo())
                    + ".");
        }
    }

    /** What the recording itself says comes first; that it ends early, which is so of any that still runs, last. */
    private static List<String> causes(Summary summary) {
        List<String> causes = new ArrayList<>();
        summary.status().notSampled().forEach(line -> causes.add("not sampled: " + line));
        summary.status().missing().forEach(line -> causes.add("missing: " + line));
        if (!summary.status().any()) {
            causes.add("the JVM ran without the agent: start it with -javaagent:tidewatch.jar");
            causes.add("the agent could not work there: look for its lines on the JVM's standard error");
        }
        if (summary.status().notSampled().isEmpty()) {
            causes.add("the recording is shorter than one interval (1 s unless set): record for longer");
            causes.add("its settings switch the event off: record with +tidewatch.ThreadDelay#enabled=true");
        }
        causes.addAll(summary.warnings());
        return causes;
    }
}
