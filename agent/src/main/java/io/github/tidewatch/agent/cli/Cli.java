package io.github.tidewatch.agent.cli;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Session;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Finds the command, runs it, and turns what went wrong into a message and an exit code. */
public final class Cli implements Session.Runner {
    private static final int NARROWEST = 60;
    private static final int WIDEST = 120;

    private final Session session;
    private final String version;

    /** That stdout cannot be written to. */
    private boolean reported;

    /** A command ended early for that. */
    private boolean cutShort;

    public Cli(Session session, String version) {
        this.session = session;
        this.version = version;
        session.commands(this);
    }

    @Override
    public boolean has(String command) {
        return Commands.has(command);
    }

    /** Runs one command line; returns its exit code and never throws for what a user can do wrong. */
    @Override
    public int run(String... arguments) {
        Screen screen = session.screen();
        String name = arguments.length > 0 ? arguments[0] : "";
        CommandLine line = Commands.has(name) && !Commands.needsAll(name) ? withOnly(name) : withAll();
        line.setOut(screen.out())
                .setErr(screen.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(screen.colours() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((e, given) -> usageError(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failure(command, e));
        if (screen.isTerminal()) {
            line.setUsageHelpWidth(Math.max(NARROWEST, Math.min(WIDEST, screen.width())));
        }
        int code = line.execute(arguments);
        screen.flush();
        return screen.failure() == null ? code : codeOfUnwritten(screen, code);
    }

    /**
     * A reader that has seen enough, such as head(1), is no failure: what the command found out holds, which of a command
     * that was cut short is nothing. Anything else, such as a full disk, is one, and said once.
     */
    private int codeOfUnwritten(Screen screen, int code) {
        if (screen.isPipe()) {
            return cutShort ? 0 : code;
        }
        if (!reported) {
            reported = true;
            Ansi ansi = screen.colours() ? Ansi.ON : Ansi.OFF;
            screen.err()
                    .println(ansi.text("@|bold,red error:|@ ") + "cannot write to stdout: "
                            + screen.failure().getMessage());
        }
        return 1;
    }

    /** All commands, as help, man pages and completion need them. */
    CommandLine withAll() {
        CommandLine root = root();
        for (String name : Commands.names()) {
            root.addSubcommand(Commands.create(name, session));
        }
        return root;
    }

    /** Only the one that is called: the others' classes stay unread, which is most of the start-up time. */
    private CommandLine withOnly(String name) {
        return root().addSubcommand(Commands.create(name, session));
    }

    private CommandLine root() {
        CommandLine root = new CommandLine(new Root());
        root.getCommandSpec().version("tidewatch " + version);
        return root;
    }

    private static int usageError(ParameterException e) {
        CommandLine command = e.getCommandLine();
        CommandLine.Help help = command.getHelp();
        Ansi ansi = command.getColorScheme().ansi();
        command.getErr().println(ansi.text("@|bold,red error:|@ ") + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().print("usage: " + help.synopsis("usage: ".length()));
        command.getErr().println("'" + command.getCommandSpec().qualifiedName() + " --help' explains it.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private int failure(CommandLine command, Exception e) throws Exception {
        command.getOut().flush();
        IOException unwritten = session.screen().failure();
        boolean other = e instanceof CommandFailure
                && unwritten != null
                && !e.getMessage().contains(unwritten.getMessage());
        if (unwritten != null && !other) {
            cutShort = true;
            return 1; // it stopped as it could not write: reported where it ends
        }
        if (!(e instanceof CommandFailure)) {
            throw e; // picocli prints the stack trace: a defect of ours
        }
        Ansi ansi = command.getColorScheme().ansi();
        command.getErr().println(ansi.text("@|bold,red error:|@ ") + e.getMessage());
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    @Command(
            name = "tidewatch",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND",
            description = "Where the wall-clock time of JVM threads goes, as the Linux kernel accounts it:"
                    + " on a CPU, waiting for one, waiting for block I/O, or waiting voluntarily.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done",
                "1:the answer is \"no\", or a target is gone",
                "2:wrong usage",
                "3:inconclusive (report --assert, --baseline)"
            },
            commandListHeading = "%nCommands:%n",
            footer = {
                "",
                "The same jar is the agent: java -javaagent:tidewatch.jar ...",
                "'tidewatch COMMAND --help' explains a command. Here, 'tidewatch' stands for 'java -jar tidewatch.jar'."
            })
    private static final class Root implements Runnable {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(
                    spec.commandLine(), "a command is needed: " + String.join(", ", Commands.names()));
        }
    }
}
