package io.github.tidewatch.agent.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.console.Progress;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.flame.FlameGraphs;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.recording.ReadingProgress;
import io.github.tidewatch.agent.cli.report.recording.RecordingReader;
import io.github.tidewatch.agent.cli.report.recording.SourceFiles;
import io.github.tidewatch.agent.cli.report.render.Format;
import io.github.tidewatch.agent.cli.report.render.Headline;
import io.github.tidewatch.agent.cli.report.render.HtmlReport;
import io.github.tidewatch.agent.cli.report.render.JsonReport;
import io.github.tidewatch.agent.cli.report.render.TextReport;
import io.github.tidewatch.agent.cli.report.render.TextStyle;
import io.github.tidewatch.text.Sizes;
import io.github.tidewatch.timeline.Coverage;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report FILE.jfr}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Says of a recording who lost time and to what: to waiting for a CPU, or for block I/O.",
        footer = {
            "",
            "A recording that is cut off, or of a JVM that crashed, is read as far as it goes. The percentages are of the"
                    + " thread's recorded time; '?' is unknown, not 0."
        })
public final class ReportCommand implements Callable<Integer> {
    /** What has a row. */
    enum By {
        thread,
        group
    }

    private static final Set<String> STDOUT = Set.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

    private final Session session;

    @Spec
    private CommandSpec spec;

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

    @Option(
            names = "--by",
            paramLabel = "thread|group",
            defaultValue = "thread",
            description =
                    "A row for each thread (default), or only for each group of names that differ in their last number.")
    private By by;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "Rows to show of those; the others are summed (default: ${DEFAULT-VALUE}).")
    private int top;

    @Mixin
    private FlameOptions flame;

    @Option(names = "--json", description = "Everything as JSON; times in nanoseconds, what is unknown is absent.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "OUT",
            description = "Writes a report for browsers to this file; - is stdout.")
    private Path html;

    public ReportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (top < 0) {
            throw new ParameterException(spec.commandLine(), "--top takes a number from 0 on, not " + top + ".");
        }
        Optional<FlameOutput> graph = flame.output(spec.commandLine());
        if (graph.isPresent()) {
            writeFlame(graph.get());
        } else {
            writeReport();
        }
        return 0;
    }

    private void writeReport() {
        boolean htmlToStdout = html != null && isStdout(html);
        if (htmlToStdout && json) {
            throw new ParameterException(spec.commandLine(), "--json and --html " + html + " both write to stdout.");
        }
        if (html != null && !htmlToStdout) {
            refuseToOverwrite("--html", html);
        }
        Summary summary = read(RecordingReader::read);
        check(summary);
        Screen screen = session.screen();
        if (html != null && !htmlToStdout) {
            writeHtml(summary);
        }
        try {
            if (htmlToStdout) {
                try (Writer writer = screen.raw()) {
                    HtmlReport.write(summary, writer);
                }
            } else if (json) {
                try (JsonWriter writer = screen.json()) {
                    JsonReport.write(summary, writer);
                }
            } else if (html == null) {
                print(summary, screen, top, by == By.group);
            } else {
                screen.out().println(Text.printable(Headline.of(summary)));
                String size = Files.isRegularFile(html) ? ": " + Sizes.text(Files.size(html)) + "," : "";
                screen.out().println(html + size + " for any browser");
            }
        } catch (IOException e) {
            throw new CommandFailure("the report cannot be written: " + ErrorText.of(e), e);
        }
    }

    private static void print(Summary summary, Screen screen, int rows, boolean byGroup) {
        TextStyle style = new TextStyle(screen.width(), screen.colours(), screen.hasBlocks());
        TextReport.lines(summary, style, rows, byGroup).forEach(screen.out()::println);
    }

    private void writeFlame(FlameOutput graph) {
        refuseToOverwrite("--out", graph.file());
        FlameGraphs graphs = read(FlameGraphs::read);
        check(graphs.summary());
        try {
            graph.write(graphs, session.screen());
        } catch (IOException e) {
            throw new CommandFailure(graph.file() + " cannot be written: " + ErrorText.of(e), e);
        }
    }

    /** What reads the recordings that were asked for. */
    private interface Reading<T> {
        T read(SourceFiles sources, ReadOptions options, ReadingProgress progress) throws IOException;
    }

    private <T> T read(Reading<T> reading) {
        try (SourceFiles sources = SourceFiles.open(files)) {
            ReadOptions options = options(sources.coverage());
            try (Progress progress = new Progress(session.screen(), "reading")) {
                return reading.read(
                        sources, options, (done, total) -> progress.draw(done, total, () -> percent(done, total)));
            }
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private void check(Summary summary) {
        NothingToReport.check(summary);
        summary.warnings().forEach(warning -> session.screen().err().println("warning: " + Text.printable(warning)));
    }

    private ReadOptions options(Coverage coverage) {
        ReadOptions options = ReadOptions.everything();
        if (!patterns.isEmpty()) {
            options = options.threads(Pattern.compile(patterns.stream()
                    .map(pattern -> ThreadNames.glob(pattern).pattern())
                    .collect(Collectors.joining("|"))));
        }
        if (from != null || to != null) {
            options = options.between(
                    time("--from", from, coverage, Long.MIN_VALUE), time("--to", to, coverage, Long.MAX_VALUE));
            if (options.from >= options.to) {
                throw new ParameterException(spec.commandLine(), "--from has to be before --to.");
            }
            if (options.to <= coverage.begin()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--to " + to + " is not after the recording's begin, " + Format.dateAndTime(coverage.begin())
                                + ": nothing is recorded until then.");
            }
        }
        return options;
    }

    private long time(String option, String text, Coverage coverage, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return TimeArgument.parse(text, coverage, ZoneId.systemDefault());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
    }

    private static String percent(long done, long total) {
        return (total == 0 ? 100 : Math.min(100, done * 100 / total)) + " % of " + Sizes.text(total);
    }

    private void refuseToOverwrite(String option, Path output) {
        for (Path file : files) {
            if (isSame(output, file)) {
                throw new ParameterException(
                        spec.commandLine(), option + " would overwrite the recording " + file + ".");
            }
        }
        if (isRecording(output)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " would overwrite " + output
                            + ", which is a recording: name another file, before the recordings.");
        }
    }

    private static boolean isStdout(Path file) {
        return STDOUT.contains(file.toString());
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

    private void writeHtml(Summary summary) {
        try {
            HtmlReport.write(summary, html);
        } catch (IOException e) {
            throw new CommandFailure(html + " cannot be written: " + ErrorText.of(e), e);
        }
    }
}
