package io.github.tidewatch.agent.cli.console;

import io.github.tidewatch.agent.jfr.NativeAccess;
import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCalls;
import java.nio.file.Path;
import java.util.Optional;

/** One run of a command: what it prints to and what it asks. Belongs to the thread that runs the command. */
public final class Session {
    private final Screen screen;
    private final Path jar;
    private String noCalls;

    /**
     * A session.
     *
     * @param jar the jar that runs, which is also the agent's
     */
    public Session(Screen screen, Path jar) {
        this.screen = screen;
        this.jar = jar;
    }

    /** Where the command prints to. */
    public Screen screen() {
        return screen;
    }

    /** The jar that runs, which is also the agent's. */
    public Path jar() {
        return jar;
    }

    /** The system calls, made ready at the first call, which takes a tenth of a second; empty where they cannot be. */
    public Optional<SystemCalls> calls() {
        if (!NativeAccess.load()) {
            noCalls = NativeAccess.problem();
            return Optional.empty();
        }
        try {
            return Optional.of(SystemCalls.host());
        } catch (NativeAccessException e) {
            noCalls = e.getMessage();
            return Optional.empty();
        }
    }

    /** Why {@link #calls} is empty. */
    public String noCalls() {
        return noCalls;
    }
}
