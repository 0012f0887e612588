package io.github.tidewatch.agent.cli.attach;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.DurationConverter;
import io.github.tidewatch.agent.cli.console.IdConverter;
import io.github.tidewatch.agent.cli.console.Progress;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.process.LoadedAgent;
import io.github.tidewatch.agent.cli.process.TargetJdk;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attach}: loads the agent into a running JVM, and records if that is asked for. */
@Command(
        name = "attach",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Loads the agent into a running JVM. From then on its recordings have Tidewatch's events. With --record, makes"
                    + " one, fetches it and prints a report.",
            "",
            "The agent stays loaded, and does nothing while nothing is recorded. JDK 21 and later note in the JVM's stderr"
                    + " that an agent was loaded."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:not possible; the JVM is as it was", "2:wrong usage"})
public final class AttachCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PID", converter = IdConverter.class, description = "The JVM's process id.")
    private int pid;

    @Parameters(
            index = "1",
            paramLabel = "OPTIONS",
            arity = "0..1",
            description = "The agent's options, such as interval=100ms,source=procfs.")
    private String options;

    @Option(names = "--record", paramLabel = "FILE", description = "Record, and write the recording to this new file.")
    private Path file;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to record, such as 30s (the default).")
    private Duration duration;

    @Option(
            names = "--settings",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The settings of JFR to record with: default, profile, or a .jfc file of the JVM's host.")
    private String settings;

    @Option(
            names = "--jar",
            paramLabel = "PATH",
            description = "Where the JVM sees this jar, if that is elsewhere than here (a container).")
    private String jar;

    public AttachCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        TargetProcess process = TargetProcess.of(pid);
        TargetJdk jdk = TargetJdk.of(process);
        if (jdk.whyNoAttach() != null) {
            throw new CommandFailure(jdk.whyNoAttach() + ". What to do: " + jdk.remedy());
        }
        if (!AttachModule.isHere()) {
            throw new CommandFailure("this java (" + System.getProperty("java.home")
                    + ") has no module jdk.attach, as JREs" + " have none: run tidewatch.jar with the java of a JDK");
        }
        String seenJar = jarAsSeenBy(process);
        boolean loaded = LoadedAgent.isIn(process);
        if (loaded && file == null) {
            throw new CommandFailure("the agent is in process " + pid + " already: nothing was changed, and the options"
                    + " that it was loaded with hold. 'attach " + pid + " --record FILE' records");
        }
        try (Attachment attachment = Attachment.to(pid)) {
            if (!loaded) {
                attachment.loadAgent(seenJar, options == null ? "" : options);
                say("The agent is in process " + pid + " (" + jdk.description() + ").");
            }
            if (file == null) {
                say("Its recordings have Tidewatch's events from now on: jcmd " + pid + " JFR.start, or attach " + pid
                        + " --record FILE.");
                return 0;
            }
            record(process, attachment);
        }
        return report();
    }

    private void check() {
        if (options != null) {
            AgentArguments.problem(options).ifPresent(problem -> {
                throw new ParameterException(spec.commandLine(), problem);
            });
        }
        if (duration != null && file == null) {
            throw new ParameterException(spec.commandLine(), "--duration goes with --record FILE only");
        }
        if (file == null) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (Files.exists(file)) {
            throw new ParameterException(
                    spec.commandLine(), "--record " + file + ": there is such a file; give a new one");
        }
        if (directory == null || !Files.isWritable(directory)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--record " + file + ": " + directory + " is no directory that can be written to");
        }
    }

    private String jarAsSeenBy(TargetProcess process) {
        String path = jar == null ? session.jar().toAbsolutePath().toString() : jar;
        if (!Files.exists(Path.of("/proc/" + pid + "/root" + path))) {
            throw new CommandFailure("process " + pid + (process.isInOther("mnt") ? ", in a container," : "")
                    + " does not see " + path + ": copy the jar to where it does (cp " + session.jar() + " /proc/" + pid
                    + "/root/tmp/), and add --jar /tmp/" + session.jar().getFileName());
        }
        return path;
    }

    private void record(TargetProcess process, Attachment attachment) throws InterruptedException {
        session.exportTo("jdk.attach", "sun.tools.attach");
        Duration length = duration == null ? Duration.ofSeconds(30) : duration;
        try (FlightRecording recording = FlightRecording.start(process, attachment, settings)) {
            Thread interrupted = new Thread(recording::close, "tidewatch stop");
            Runtime.getRuntime().addShutdownHook(interrupted);
            try (Progress progress = new Progress(session.screen(), "recording process " + pid)) {
                long begin = System.nanoTime();
                for (long passed = 0; passed < length.toNanos(); passed = System.nanoTime() - begin) {
                    progress.show(passed, length.toNanos());
                    Thread.sleep(Math.max(1, Math.min(200, (length.toNanos() - passed) / 1_000_000)));
                    if (!process.isAlive()) {
                        break; // told when the recording is asked for
                    }
                }
            }
            recording.fetch(file);
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    private int report() {
        try {
            say("Wrote " + file + " (" + Files.size(file) / 1024 + " KiB).");
        } catch (IOException e) {
            throw new CommandFailure(file + " is gone: " + e, e);
        }
        if (session.has("report")) {
            session.screen().flush();
            return session.run("report", file.toString());
        }
        say("Open it in JDK Mission Control, or: jfr print --events tidewatch.ThreadDelay " + file);
        return 0;
    }

    private void say(String line) {
        session.screen().out().println(line);
        session.screen().flush();
    }
}
