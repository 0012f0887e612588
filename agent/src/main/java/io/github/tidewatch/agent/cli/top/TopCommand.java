package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.agent.cli.attach.AttachModule;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.DurationConverter;
import io.github.tidewatch.agent.cli.console.IdConverter;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.process.TargetJdk;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DescriptorBudget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code top}: watches a JVM's threads. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows live where the time of each thread of a JVM goes: user, sys: on a CPU; delay: runnable, waiting for a"
                    + " CPU; bio: waiting for block I/O; wait: the rest. In percent of wall-clock time.",
            "",
            "Needs nothing of the JVM and no privilege, but its user. The threads' Java names come by attaching to it, once"
                    + " at start and when there are new threads; without, the kernel's names are shown."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the process is gone or cannot be inspected", "2:wrong usage"},
        footerHeading = "%nKeys:%n",
        footer = {
            "  q quit   space pause   / filter   g groups   r reverse   h help   + - interval   arrows, PgUp, PgDn scroll",
            "  sort by: c cpu  d delay  b block I/O  w wait  x switches  f faults  i I/O  t tid  n name"
        })
public final class TopCommand implements Callable<Integer> {
    private static final long SHORTEST = 100;

    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PID", converter = IdConverter.class, description = "The JVM's process id.")
    private int pid;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "1s",
            description = "From 100ms on; 1s by default.")
    private Duration interval;

    @Option(names = "--once", description = "One interval, all threads, then the end.")
    private boolean once;

    @Option(names = "--json", description = "An object a line for each interval, until stopped; with --once, one.")
    private boolean json;

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            defaultValue = "delay",
            description = "One of ${COMPLETION-CANDIDATES}.")
    private SortName sort;

    @Option(
            names = "--filter",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Threads with this in their name.")
    private String filter;

    @Option(names = "--groups", description = "Sums of threads whose names differ in their last number only.")
    private boolean groups;

    @Option(names = "--no-attach", description = "Do not attach to the JVM: the kernel's names.")
    private boolean noAttach;

    /** {@link SortKey}s as a user writes them. */
    enum SortName {
        cpu,
        delay,
        bio,
        wait,
        switches,
        faults,
        io,
        tid,
        name
    }

    public TopCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (interval.toMillis() < SHORTEST) {
            throw wrong("--interval " + interval.toMillis() + "ms: allowed is from " + SHORTEST + "ms on");
        }
        Screen screen = session.screen();
        if (!once && !json && !(screen.isTerminal() && Screen.isTerminal(0))) {
            throw wrong("there is no terminal to draw in: add --once or --json");
        }
        TargetProcess process = TargetProcess.of(pid);
        String unreadable = process.whyUnreadable();
        if (unreadable != null) {
            throw new CommandFailure(unreadable);
        }
        Optional<SystemCalls> calls = session.calls();
        try (Accounting accounting = Accounting.ofProcess(
                pid,
                SourceChoice.AUTO,
                calls,
                "no native code: " + session.noCalls(),
                DescriptorBudget.ofThisProcess())) {
            return watch(process, accounting);
        }
    }

    private int watch(TargetProcess process, Accounting accounting) throws IOException, InterruptedException {
        TargetJdk jdk = TargetJdk.of(process);
        ProcessSampler sampler = new ProcessSampler(process, accounting, names(process, jdk));
        String title = "tidewatch top: " + pid + " " + process.comm() + ", " + jdk.description();
        View view = new View(
                session.screen(), title, sampler::state, sampler.waits().areKnown() ? sampler.waits()::of : null);
        sampler.open();
        if (!once) {
            QuickCompiler.only();
        }
        if (once || json) {
            return print(process, sampler, view);
        }
        return live(process, sampler, view);
    }

    private JavaNames names(TargetProcess process, TargetJdk jdk) {
        if (noAttach) {
            return JavaNames.none(process, "--no-attach");
        }
        if (jdk.whyNoAttach() != null) {
            return JavaNames.none(process, jdk.whyNoAttach());
        }
        if (!AttachModule.isHere()) {
            return JavaNames.none(process, "this java has no module jdk.attach");
        }
        session.exportTo("jdk.attach", "sun.tools.attach");
        return JavaNames.of(process);
    }

    private int print(TargetProcess process, ProcessSampler sampler, View view)
            throws IOException, InterruptedException {
        ViewState state = new ViewState();
        state.sort = SortKey.values()[sort.ordinal()];
        state.filter = filter;
        state.groups = groups;
        Screen screen = session.screen();
        long next = System.nanoTime();
        do {
            next += interval.toNanos();
            while (System.nanoTime() - next < 0) {
                Thread.sleep(Math.max(1, Math.min(15, (next - System.nanoTime()) / 1_000_000)));
                if (sampler.wantsRecheck()) {
                    sampler.recheck();
                }
            }
            Snapshot snapshot = next(process, sampler, true);
            if (snapshot == null) {
                throw gone();
            }
            if (json) {
                List<Row> rows = state.select(snapshot);
                rows.stream().filter(row -> row.tid != 0).forEach(row -> {
                    row.state = sampler.state(row.tid);
                    row.waitsFor = sampler.waits().of(row.tid);
                });
                screen.jsonLine(TopJson.of(snapshot, rows));
            } else {
                view.lines(snapshot, state, screen.width(), 0).forEach(screen.out()::println);
            }
            screen.flush();
        } while (!once && !screen.out().checkError());
        return 0;
    }

    private int live(TargetProcess process, ProcessSampler sampler, View view)
            throws IOException, InterruptedException {
        AlternateScreen.restoreAtShutdown();
        try (Terminal terminal = terminal()) {
            LiveTop.Source source = new LiveTop.Source() {
                @Override
                public Snapshot next() throws InterruptedException {
                    return TopCommand.next(process, sampler, false);
                }

                @Override
                public boolean wantsRecheck() {
                    return sampler.wantsRecheck();
                }

                @Override
                public void recheck() {
                    sampler.recheck();
                }
            };
            if (new LiveTop(terminal, view, source, interval.toMillis())
                    .with(SortKey.values()[sort.ordinal()], filter, groups)
                    .run()) {
                return 0;
            }
        }
        throw gone();
    }

    /** By stty(1) and the like; JLine's other ways bring native code of their own. */
    private Terminal terminal() throws IOException {
        String type = System.getenv("TERM");
        return new ExecTerminalProvider()
                .posixSysTerminal(
                        "tidewatch",
                        type == null ? "xterm" : type,
                        false,
                        session.screen().charset(),
                        session.screen().charset(),
                        session.screen().charset(),
                        session.screen().charset(),
                        true,
                        Terminal.SignalHandler.SIG_DFL,
                        false,
                        SystemStream.Output);
    }

    private static Snapshot next(TargetProcess process, ProcessSampler sampler, boolean wait)
            throws InterruptedException {
        if (!process.isAlive()) {
            return null;
        }
        try {
            Snapshot taken = sampler.take(wait);
            return process.isAlive() ? taken : null; // of one that ends meanwhile, or of another with its pid
        } catch (RuntimeException e) {
            if (!process.isAlive()) {
                return null; // it has ended while it was read
            }
            throw e;
        }
    }

    private CommandFailure gone() {
        return new CommandFailure("process " + pid + " has ended");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
