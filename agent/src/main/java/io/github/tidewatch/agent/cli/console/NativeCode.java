package io.github.tidewatch.agent.cli.console;

import io.github.tidewatch.linux.SystemCalls;
import java.util.Optional;

/** Access to native code, made ready when it is first asked for, which takes a tenth of a second. */
public interface NativeCode {
    /** The system calls; empty where native code cannot be used. */
    Optional<SystemCalls> calls();

    /** Why {@link #calls} is empty. */
    String problem();
}
