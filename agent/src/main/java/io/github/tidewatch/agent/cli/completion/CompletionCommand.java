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
        String script = AutoComplete.bash(spec.root().name(), spec.root().commandLine());
        session.screen().out().print(fitForZsh(script));
        return 0;
    }

    /**
     * picocli's script sets an option that changes how the user's own aliases complete, stands in for compopt by an alias,
     * which eval does not see (each Tab then prints an error), and completes directories without their slash, as zsh
     * itself does not.
     */
    private static String fitForZsh(String script) {
        return script.replace("  setopt COMPLETE_ALIASES\n", "")
                .replace("  # Make alias a distinct command for completion purposes when using zsh (see [4])\n", "")
                .replace("  alias compopt=complete\n", "")
                .replace("compgen -f --", "[ -n \"$BASH_VERSION\" ] && compgen -f --");
    }
}
