package io.github.tidewatch.agent.cli;

import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.jfr.NativeAccess;
import io.github.tidewatch.agent.log.Logging;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Where {@code main} enters the isolated part, by reflection. */
public final class CliEntry {

    private CliEntry() {}

    /**
     * Runs a command on this process's stdout and stderr.
     *
     * @param instrumentation null where the JVM has no module java.instrument
     * @param jar the jar that runs, which is also the agent's
     * @param refusedOption finds the first option that the agent would refuse
     * @return the exit code
     */
    public static int run(
            Instrumentation instrumentation,
            Path jar,
            String version,
            Function<String, Optional<String>> refusedOption,
            String[] arguments)
            throws ReflectiveOperationException {
        // What commands have to say they say themselves.
        Logging.start("off");
        NativeAccess.enable(instrumentation);
        Screen screen = Screen.ofThisProcess();
        try {
            Session session = new Session(screen, jar, new LoadedNativeCode(), instrumentation, refusedOption);
            return new Cli(session, version).run(arguments);
        } finally {
            screen.flush();
        }
    }
}
