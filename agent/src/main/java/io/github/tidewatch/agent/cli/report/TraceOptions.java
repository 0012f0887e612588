package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.console.OutputFile;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.trace.TimelineTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The option that writes a timeline. */
final class TraceOptions {
    @Option(
            names = "--trace",
            paramLabel = "OUT",
            description = "Writes the timeline of threads, their waits and spans to this file, for ui.perfetto.dev.")
    private Path file;

    boolean isGiven() {
        return file != null;
    }

    /** Writes the timeline, and says where; nothing is written where the check of what was read throws. */
    void write(RecordingArguments recordings, Consumer<Summary> check, Screen screen, CommandLine commandLine) {
        recordings.refuseToOverwrite("--trace", file, commandLine);
        TimelineTrace[] trace = new TimelineTrace[1];
        try {
            OutputFile.writeBytes(file, out -> {
                trace[0] = recordings.read(
                        (sources, options, progress) -> TimelineTrace.write(
                                sources, options, progress, String.valueOf(file.getFileName()), out),
                        screen,
                        commandLine);
                check.accept(trace[0].summary());
            });
            if (trace[0].leftOut() > 0) {
                screen.err()
                        .println("warning: " + trace[0].leftOut()
                                + " slices were too many and are missing: --thread, --from" + " and --to take a part.");
            }
            screen.out().println(file + ": " + Files.size(file) + " bytes for ui.perfetto.dev");
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be written: " + ErrorText.of(e), e);
        }
    }
}
