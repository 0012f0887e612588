package io.github.tidewatch.agent;

import java.util.Optional;

/** Lends the agent's parser of options, which nobody outside its package sees, to tests of the command line. */
public final class RefusedOption {
    private RefusedOption() {}

    public static Optional<String> first(String options) {
        return AgentOptions.firstRefused(options);
    }
}
