package io.github.tidewatch.agent.cli.stats;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.DurationConverter;
import io.github.tidewatch.agent.cli.console.IdConverter;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.taskstats.Cpumask;
import io.github.tidewatch.taskstats.TaskScope;
import io.github.tidewatch.taskstats.TaskstatsClient;
import io.github.tidewatch.taskstats.TaskstatsException;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code stats}: asks the kernel about tasks and prints what it says. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the kernel's accounting (taskstats) of any thread or process, over its life so far.",
            "",
            "Times are in milliseconds; utime and stime are sampled by the kernel's tick. rss and vmem are megabyte-"
                    + "microseconds, read and write bytes. \"-\" is not provided by this kernel, \"?\" not known of this"
                    + " task. Needs CAP_NET_ADMIN in the initial user namespace; 'top' needs none."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all were read", "1:one was gone or could not be read", "2:wrong usage"})
public final class StatsCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TID", arity = "0..*", description = "Thread ids, as in /proc/PID/task.")
    private List<String> given = new ArrayList<>(); // picocli takes what it cannot convert here for a stray argument

    private final List<Integer> tids = new ArrayList<>();

    @Option(
            names = "--tgid",
            paramLabel = "PID",
            converter = IdConverter.class,
            description = "A process as a whole: sums over its threads. Can be given more than once.")
    private List<Integer> tgids = new ArrayList<>();

    @Option(
            names = "--pid",
            paramLabel = "PID",
            converter = IdConverter.class,
            description = "All threads of a process. Can be given more than once.")
    private List<Integer> pids = new ArrayList<>();

    @Option(
            names = "--listen",
            paramLabel = "CPUS",
            description = "Print threads as they exit on these CPUs (\"0-3,5\" or \"all\"), until stopped by Ctrl-C."
                    + " In JSON, one object a line.")
    private String listen;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "With --listen: how long, such as 30s. Without: until stopped.")
    private Duration duration;

    @Option(
            names = {"-v", "--verbose"},
            description = "Every field, with the kernel's names and units.")
    private boolean verbose;

    @Option(
            names = {"-d", "--delays"},
            description = "The delays in detail.")
    private boolean delays;

    @Option(names = "--json", description = "Every field as JSON, with the kernel's names and units.")
    private boolean json;

    public StatsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        SystemCalls calls = session.calls()
                .orElseThrow(() -> new CommandFailure("taskstats needs native code: " + session.noCalls()));
        try (TaskstatsClient client = TaskstatsClient.open(calls)) {
            if (listen != null) {
                listen(client);
                return 0;
            }
            List<Query> queries = ask(client);
            for (StatsFormat format : formats()) {
                format.print(queries);
            }
            return queries.stream().allMatch(query -> query.stats().isPresent()) ? 0 : 1;
        } catch (TaskstatsException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private void check() {
        for (String tid : given) {
            try {
                tids.add(new IdConverter().convert(tid));
            } catch (TypeConversionException e) {
                throw wrong(e.getMessage());
            }
        }
        boolean tasks = !tids.isEmpty() || !tgids.isEmpty() || !pids.isEmpty();
        if (listen == null && !tasks) {
            throw wrong("nothing to show: give thread ids, --pid PID for all threads of a process, --tgid PID for the"
                    + " process as a whole, or --listen CPUS");
        }
        if (listen != null && (tasks || verbose || delays)) {
            throw wrong("--listen CPUS goes with --json and --duration only");
        }
        if (listen == null && duration != null) {
            throw wrong("--duration goes with --listen CPUS only");
        }
        if (json && (verbose || delays)) {
            throw wrong("--json has every field: it goes without -v and -d");
        }
        if (listen != null && !listen.equals("all")) {
            try {
                Cpumask.parse(listen);
            } catch (IllegalArgumentException e) {
                throw wrong(
                        "--listen " + listen + ": allowed are \"all\", or numbers and ranges of CPUs such as 0-3,5");
            }
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void listen(TaskstatsClient client) throws IOException, InterruptedException {
        String cpus = listen.equals("all") ? Cpumask.possible().toString() : listen;
        try {
            new ExitStream(client, session.screen(), json).run(cpus, duration);
        } catch (TaskstatsException e) {
            if (e.reason() == Reason.INVALID) {
                throw new CommandFailure(
                        "the kernel refuses to report tasks that end on CPUs " + cpus + ": only CPUs "
                                + Cpumask.possible()
                                + " are possible here, and it reports only to processes in the initial"
                                + " user and pid namespace (not in most containers)",
                        e);
            }
            throw e;
        }
    }

    private List<Query> ask(TaskstatsClient client) {
        List<Query> queries = new ArrayList<>();
        tgids.forEach(tgid -> queries.add(Query.ask(client, TaskScope.GROUP, tgid)));
        for (int pid : pids) {
            for (int tid : TargetProcess.of(pid).tids()) {
                queries.add(Query.ask(client, TaskScope.THREAD, tid));
            }
        }
        tids.forEach(tid -> queries.add(Query.ask(client, TaskScope.THREAD, tid)));
        return queries;
    }

    private List<StatsFormat> formats() {
        Screen screen = session.screen();
        if (json) {
            return List.of(new JsonFormat(screen));
        }
        List<StatsFormat> formats = new ArrayList<>();
        if (verbose) {
            formats.add(new FullFormat(screen));
        }
        if (delays) {
            formats.add(new DelayFormat(screen));
        }
        return formats.isEmpty() ? List.of(new SummaryFormat(screen)) : formats;
    }
}
