package io.github.tidewatch.agent.cli.completion;

import io.github.tidewatch.agent.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: prints a script for bash and zsh. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what makes bash or zsh complete commands and options of a command named 'tidewatch'. In ~/.bashrc or"
                    + " ~/.zshrc (there after compinit):",
            "",
            "  tidewatch() { java -jar /path/to/tidewatch.jar \"$@\"; }",
            "  eval \"$(tidewatch completion)\""
        })
public final class CompletionCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec;

    public CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.screen()
                .out()
                .print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
        return 0;
    }
}
