package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.Progress;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.ThreadNames;
import io.github.tidewatch.agent.cli.report.recording.ReadingProgress;
import io.github.tidewatch.agent.cli.report.recording.SourceFiles;
import io.github.tidewatch.agent.cli.report.render.Format;
import io.github.tidewatch.text.Sizes;
import io.github.tidewatch.timeline.Coverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Which recordings are read, and what of them. */
final class RecordingArguments {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Recordings (.jfr) of one run.")
    private List<Path> files;

    @Option(
            names = "--thread",
            paramLabel = "PATTERN",
            description = "Only threads with this name or tid; * stands for any text, ? for one character.")
    private List<String> patterns = List.of();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only from this time on: " + TimeArgument.ALLOWED + ".")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only until this time.")
    private String to;

    /** What reads the recordings that were asked for. */
    interface Reading<T> {
        T read(SourceFiles sources, ReadOptions options, ReadingProgress progress) throws IOException;
    }

    /** Reads the recordings; throws what the user has to know. */
    <T> T read(Reading<T> reading, Screen screen, CommandLine commandLine) {
        return read(files, reading, screen, commandLine);
    }

    /** The same of other recordings. */
    <T> T read(List<Path> recordings, Reading<T> reading, Screen screen, CommandLine commandLine) {
        try (SourceFiles sources = SourceFiles.open(recordings)) {
            ReadOptions options = options(sources.coverage(), commandLine);
            try (Progress progress = new Progress(screen, "reading")) {
                return reading.read(
                        sources, options, (done, total) -> progress.draw(done, total, () -> percent(done, total)));
            }
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private ReadOptions options(Coverage coverage, CommandLine commandLine) {
        ReadOptions options = ReadOptions.everything();
        if (!patterns.isEmpty()) {
            options = options.threads(Pattern.compile(patterns.stream()
                    .map(pattern -> ThreadNames.glob(pattern).pattern())
                    .collect(Collectors.joining("|"))));
        }
        if (from != null || to != null) {
            options = options.between(
                    time("--from", from, coverage, Long.MIN_VALUE, commandLine),
                    time("--to", to, coverage, Long.MAX_VALUE, commandLine));
            if (options.from >= options.to) {
                throw new ParameterException(commandLine, "--from has to be before --to.");
            }
            if (options.to <= coverage.begin()) {
                throw new ParameterException(
                        commandLine,
                        "--to " + to + " is not after the recording's begin, " + Format.dateAndTime(coverage.begin())
                                + ": nothing is recorded until then.");
            }
        }
        return options;
    }

    private static long time(String option, String text, Coverage coverage, long otherwise, CommandLine commandLine) {
        if (text == null) {
            return otherwise;
        }
        try {
            return TimeArgument.parse(text, coverage, ZoneId.systemDefault());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, option + ": " + e.getMessage(), e);
        }
    }

    private static String percent(long done, long total) {
        return (total == 0 ? 100 : Math.min(100, done * 100 / total)) + " % of " + Sizes.text(total);
    }

    /** Throws if an output is one of these recordings, or another. */
    void refuseToOverwrite(String option, Path output, CommandLine commandLine) {
        for (Path file : files) {
            if (isSame(output, file)) {
                throw new ParameterException(commandLine, option + " would overwrite the recording " + file + ".");
            }
        }
        if (isRecording(output)) {
            throw new ParameterException(
                    commandLine,
                    option + " would overwrite " + output
                            + ", which is a recording: name another file, before the recordings.");
        }
    }

    private static boolean isRecording(Path file) {
        try {
            return SourceFiles.isRecording(file);
        } catch (IOException e) {
            return false; // writing it says what is wrong
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }
}
