package io.github.tidewatch.agent.cli;

import io.github.tidewatch.agent.cli.console.NativeCode;
import io.github.tidewatch.agent.jfr.NativeAccess;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCalls;
import java.util.Optional;

/** Native code as the agent has it: enabled for this module only, by the library within the jar. */
final class LoadedNativeCode implements NativeCode {
    private String problem;

    @Override
    public Optional<SystemCalls> calls() {
        if (!NativeAccess.load()) {
            problem = NativeAccess.problem();
            return Optional.empty();
        }
        try {
            return Optional.of(HostSystemCalls.get());
        } catch (NativeAccessException e) {
            problem = e.getMessage();
            return Optional.empty();
        }
    }

    @Override
    public String problem() {
        return problem;
    }
}
