package io.github.tidewatch.agent.cli.console;

import io.github.tidewatch.linux.SystemCalls;
import java.nio.file.Path;
import java.util.Optional;

/** One run of a command: what it prints to and what it asks. Belongs to the thread that runs the command. */
public final class Session {
    private final Screen screen;
    private final Path jar;
    private final NativeCode nativeCode;

    /**
     * A session.
     *
     * @param jar the jar that runs, which is also the agent's
     */
    public Session(Screen screen, Path jar, NativeCode nativeCode) {
        this.screen = screen;
        this.jar = jar;
        this.nativeCode = nativeCode;
    }

    /** Where the command prints to. */
    public Screen screen() {
        return screen;
    }

    /** The jar that runs, which is also the agent's. */
    public Path jar() {
        return jar;
    }

    /** The system calls; empty where native code cannot be used. */
    public Optional<SystemCalls> calls() {
        return nativeCode.calls();
    }

    /** Why {@link #calls} is empty. */
    public String noCalls() {
        return nativeCode.problem();
    }
}
