package io.github.tidewatch.agent.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.check.Checks;
import io.github.tidewatch.agent.cli.report.flame.FlameGraphs;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.recording.RecordingReader;
import io.github.tidewatch.agent.cli.report.render.Headline;
import io.github.tidewatch.agent.cli.report.render.HtmlReport;
import io.github.tidewatch.agent.cli.report.render.JsonReport;
import io.github.tidewatch.agent.cli.report.render.TextReport;
import io.github.tidewatch.agent.cli.report.render.TextStyle;
import io.github.tidewatch.agent.cli.report.spans.SpanStatistics;
import io.github.tidewatch.text.Sizes;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code report FILE.jfr}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Says of a recording who lost time and to what: to waiting for a CPU, or for block I/O.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; all that --assert says holds; beside --baseline no more time is lost",
            "1:an --assert fails; more time is lost than in the --baseline; without these options, the recording cannot be"
                    + " read or has nothing to report",
            "2:wrong usage",
            "3:an --assert is inconclusive: something of it is unknown, or others on the host are the cause; the"
                    + " --baseline is not comparable; with one of these options, a recording cannot be read or has nothing"
                    + " to report"
        },
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

    @Mixin
    private RecordingArguments recordings;

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

    @Mixin
    private CheckOptions check;

    @Mixin
    private CompareOptions compare;

    @Mixin
    private TraceOptions trace;

    @Option(
            names = "--spans",
            description = "Spans in place of threads: how long they took, and what slow ones have more of than others.")
    private boolean spans;

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
        CommandLine line = spec.commandLine();
        Optional<FlameOutput> graph = flame.output(line);
        Optional<Checks> checks = check.checks(line);
        if (checks.isPresent()) {
            UnusedOptions.refuse(
                    line, "--assert", "--baseline", "--spans", "--trace", "--flame", "--html", "--by", "--top");
            return evaluate(checks.get());
        }
        if (compare.baseline() != null) {
            UnusedOptions.refuse(line, "--baseline", "--spans", "--trace", "--by", "--top");
            return graph.isPresent() ? compareFlames(graph.get()) : compare();
        }
        if (trace.isGiven()) {
            UnusedOptions.refuse(line, "--trace", "--spans", "--flame", "--json", "--html", "--by", "--top");
            trace.write(recordings, this::check, session.screen(), line);
        } else if (spans) {
            UnusedOptions.refuse(line, "--spans", "--flame", "--html", "--by");
            SpanReport.write(read(SpanStatistics::read), session.screen(), json, top);
        } else if (graph.isPresent()) {
            UnusedOptions.refuse(line, "--flame", "--json", "--html", "--by", "--top");
            writeFlame(graph.get());
        } else {
            writeReport();
        }
        return 0;
    }

    private <T> T read(RecordingArguments.Reading<T> reading) {
        return recordings.read(reading, session.screen(), spec.commandLine());
    }

    private int evaluate(Checks checks) {
        Checks.Checked checked;
        try {
            checked = read(checks::read);
            check(checked.summary());
        } catch (CommandFailure e) {
            return CheckOptions.printNothing(e.getMessage(), session.screen());
        }
        return CheckOptions.print(checked.outcomes(), json, session.screen());
    }

    private int compare() {
        boolean htmlToStdout = htmlToStdout();
        CompareReport report;
        try {
            report = readBoth(html != null);
        } catch (CommandFailure e) {
            return CheckOptions.printNothing(e.getMessage(), session.screen());
        }
        return report.write(html, htmlToStdout, json, session.screen());
    }

    private int compareFlames(FlameOutput graph) {
        UnusedOptions.refuse(spec.commandLine(), "--flame", "--json", "--html");
        try {
            graph.refusePprof();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        recordings.refuseToOverwrite("--out", graph.file(), spec.commandLine());
        readBoth(true).writeFlame(graph, session.screen());
        return 0;
    }

    private CompareReport readBoth(boolean withGraphs) {
        CompareReport.Reader reader = new CompareReport.Reader() {
            @Override
            public <T> T read(boolean isBaseline, RecordingArguments.Reading<T> reading) {
                return isBaseline
                        ? recordings.read(List.of(compare.baseline()), reading, session.screen(), spec.commandLine())
                        : ReportCommand.this.read(reading);
            }
        };
        return CompareReport.read(reader, this::check, withGraphs);
    }

    /** Whether the page goes to stdout; throws where it cannot be written. */
    private boolean htmlToStdout() {
        boolean toStdout = html != null && STDOUT.contains(html.toString());
        if (toStdout && json) {
            throw new ParameterException(spec.commandLine(), "--json and --html " + html + " both write to stdout.");
        }
        if (html != null && !toStdout) {
            recordings.refuseToOverwrite("--html", html, spec.commandLine());
        }
        return toStdout;
    }

    private void check(Summary summary) {
        check(summary, "");
    }

    private void check(Summary summary, String which) {
        NothingToReport.check(summary);
        summary.warnings()
                .forEach(warning -> session.screen().err().println("warning: " + which + Text.printable(warning)));
    }

    private void writeReport() {
        boolean htmlToStdout = htmlToStdout();
        FlameGraphs graphs = html == null ? null : read(FlameGraphs::readWithThreads);
        Summary summary = html == null ? read(RecordingReader::read) : graphs.summary();
        check(summary);
        Screen screen = session.screen();
        if (html != null && !htmlToStdout) {
            writeHtml(graphs);
        }
        try {
            if (htmlToStdout) {
                try (Writer writer = screen.raw()) {
                    HtmlReport.write(summary, graphs::writeRows, writer);
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
        recordings.refuseToOverwrite("--out", graph.file(), spec.commandLine());
        FlameGraphs graphs = read(FlameGraphs::read);
        check(graphs.summary());
        try {
            graph.write(graphs, session.screen());
        } catch (IOException e) {
            throw new CommandFailure(graph.file() + " cannot be written: " + ErrorText.of(e), e);
        }
    }

    private void writeHtml(FlameGraphs graphs) {
        try {
            HtmlReport.write(graphs.summary(), graphs::writeRows, html);
        } catch (IOException e) {
            throw new CommandFailure(html + " cannot be written: " + ErrorText.of(e), e);
        }
    }
}
