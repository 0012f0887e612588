package io.github.tidewatch.agent.cli.man;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.console.OutputFile;
import io.github.tidewatch.agent.cli.console.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code man [COMMAND]}: prints a manual page, or writes all of them. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints a manual page, or writes all of them to a directory. To read one, or to have them for 'man"
                    + " tidewatch-top':",
            "",
            "  tidewatch man top | man -l -",
            "  tidewatch man --to ~/.local/share/man/man1"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the pages cannot be written there", "2:wrong usage"})
public final class ManCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..1",
            completionCandidates = Names.class,
            description = "The command. Without: the page of them all.")
    private String command;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Write all pages here, over those that are there; the directory is made if need be.")
    private Path directory;

    /** For completion, which makes this itself and gives it nothing. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Names() {
            super(List.of("doctor", "attach", "top", "stats", "report", "completion", "man"));
        }
    }

    public ManCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        if (directory == null) {
            session.screen().out().print(new ManPage(command == null ? root : subcommand(root)).text());
        } else if (command == null) {
            write(root);
        } else {
            throw new ParameterException(spec.commandLine(), "--to writes all pages: no COMMAND goes with it");
        }
        return 0;
    }

    private CommandLine subcommand(CommandLine root) {
        CommandLine found = root.getSubcommands().get(command);
        if (found == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no command '" + command + "': "
                            + String.join(", ", root.getSubcommands().keySet()));
        }
        return found;
    }

    private void write(CommandLine root) {
        List<CommandLine> all = new ArrayList<>(List.of(root));
        all.addAll(root.getSubcommands().values());
        try {
            Files.createDirectories(directory);
            for (CommandLine each : all) {
                ManPage page = new ManPage(each);
                OutputFile.write(directory.resolve(page.name() + ".1"), out -> out.write(page.text()));
            }
        } catch (IOException e) {
            throw new CommandFailure("cannot write the pages to " + directory + ": " + ErrorText.of(e));
        }
    }
}
