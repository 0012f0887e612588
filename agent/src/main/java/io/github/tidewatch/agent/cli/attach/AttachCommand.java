package io.github.tidewatch.agent.cli.attach;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.DurationConverter;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.console.IdConverter;
import io.github.tidewatch.agent.cli.console.Progress;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.text.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
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
            "Into a JVM that has the agent, spans=FILTERS brings other spans; no other option can be changed.",
            "",
            "The agent stays loaded, and does nothing while nothing is recorded. JDK 21 and later note in the JVM's stderr"
                    + " that an agent was loaded."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:not possible; the JVM is as it was", "2:wrong usage"})
public final class AttachCommand implements Callable<Integer> {
    /** The longest that the first sample is waited for; the recording is made all the same. */
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

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
            description = "How long to record from the first sample on, such as 30s (the default).")
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
        AttachCheck possible = AttachCheck.of(session, process, jar);
        if (possible.cause() != null) {
            throw new CommandFailure(possible.cause() + ". What to do: " + possible.remedy());
        }
        Optional<String> loaded = possible.loadedJar();
        if (loaded.isPresent() && file == null && !givesSpans()) {
            throw new CommandFailure("the agent is in process " + pid + " already (" + loaded.get()
                    + "): nothing was changed, and the options that it was loaded with hold. 'attach " + pid
                    + " --record FILE' records, and 'attach " + pid
                    + " spans=…' changes the spans, alone of all options");
        }
        session.exportTo("jdk.attach", "sun.tools.attach");
        try (Attachment attachment = Attachment.to(process)) {
            if (loaded.isEmpty()) {
                String version = checkFromWithin(attachment);
                attachment.loadAgent(possible.jar(), options == null ? "" : options);
                say("The agent is in process " + pid + " (JDK " + version + ").");
            } else if (givesSpans()) {
                attachment.loadAgent(loaded.get(), options);
                say("Its spans are being changed.");
            }
            if (file == null && loaded.isEmpty()) {
                say("Its recordings have Tidewatch's events from now on: jcmd " + pid + " JFR.start, or attach " + pid
                        + " --record FILE.");
            }
            if (file == null) {
                return 0;
            }
            record(process, attachment);
        }
        return report();
    }

    /** Whether the options are those that can be changed in a JVM that has the agent. */
    private boolean givesSpans() {
        return options != null
                && Arrays.stream(options.split(",", -1))
                        .map(String::trim)
                        .allMatch(option -> option.isEmpty() || option.startsWith("spans="))
                && options.contains("spans=");
    }

    /** What only the JVM itself knows, asked before anything of ours is in it. Returns its version. */
    private String checkFromWithin(Attachment attachment) {
        Properties properties = attachment.systemProperties();
        String version = properties.getProperty("java.version", Text.UNKNOWN);
        String specification = properties.getProperty("java.specification.version", "");
        if (specification.startsWith("1.") || specification.equals("9") || specification.equals("10")) {
            throw new CommandFailure("process " + pid + " runs JDK " + version + "; the agent needs JDK 11 or later."
                    + " What to do: 'top " + pid + "' and 'stats' work with any JDK, as they only ask the kernel");
        }
        return version;
    }

    private void check() {
        if (options != null) {
            // Before they are sent: the agent itself can only complain on the application's stderr.
            session.refusedOption(options).ifPresent(refused -> {
                throw new ParameterException(spec.commandLine(), "the agent does not take " + refused);
            });
        }
        if (duration != null && file == null) {
            throw new ParameterException(spec.commandLine(), "--duration goes with --record FILE only");
        }
        if (file == null) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ParameterException(
                    spec.commandLine(), "--record " + file + ": there is such a file; give a new one");
        }
        if (directory == null || !Files.isWritable(directory)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--record " + file + ": " + directory + " is no directory that can be written to");
        }
    }

    private void record(TargetProcess process, Attachment attachment) throws InterruptedException {
        Duration length = duration == null ? Duration.ofSeconds(30) : duration;
        SamplingStart start = new SamplingStart(process);
        try (FlightRecording recording =
                FlightRecording.start(process, attachment, session.calls(), settingsForJvm(), length)) {
            Thread interrupted = new Thread(recording::close, "tidewatch stop");
            Runtime.getRuntime().addShutdownHook(interrupted);
            start.await(START_LIMIT);
            if (!start.note().isEmpty()) {
                say(start.note());
            }
            watch(process, length);
            recording.fetch(file);
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    /** A file of this host is named from here; others, and JFR's own names, are the JVM's to find. */
    private String settingsForJvm() {
        boolean isFile = settings.endsWith(".jfc") && Files.isRegularFile(Path.of(settings));
        return isFile ? Path.of(settings).toAbsolutePath().toString() : settings;
    }

    private void watch(TargetProcess process, Duration length) throws InterruptedException {
        try (Progress progress = new Progress(session.screen(), "recording process " + pid)) {
            long begin = System.nanoTime();
            for (long passed = 0; passed < length.toNanos(); passed = System.nanoTime() - begin) {
                progress.show(passed, length.toNanos());
                Thread.sleep(Math.max(1, Math.min(200, (length.toNanos() - passed) / 1_000_000)));
                if (!process.isAlive()) {
                    break; // reported when the recording is asked for
                }
            }
        }
    }

    private int report() {
        try {
            say("Wrote " + file + " (" + Sizes.text(Files.size(file)) + ").");
        } catch (IOException e) {
            throw new CommandFailure(file + " is gone: " + ErrorText.of(e), e);
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
