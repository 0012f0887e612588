package io.github.tidewatch.agent.cli.console;

/**
 * Ends a command with exit code 1: the answer is "no", or a target is gone. The message is for the user: it names the
 * cause, and what can be done.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CommandFailure(String message) {
        this(message, null);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
