package io.github.tidewatch.agent.cli.console;

import io.github.tidewatch.linux.SystemCalls;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One run of a command: what it prints to and what it asks. Belongs to the thread that runs the command. */
public final class Session {
    private final Screen screen;
    private final Path jar;
    private final NativeCode nativeCode;
    private final Instrumentation instrumentation;
    private final Function<String, Optional<String>> refusedOption;
    private Runner runner;

    /**
     * A session.
     *
     * @param jar the jar that runs, which is also the agent's
     * @param instrumentation null where the JVM has no module java.instrument
     * @param refusedOption finds the first option that the agent would refuse, and says why
     */
    public Session(
            Screen screen,
            Path jar,
            NativeCode nativeCode,
            Instrumentation instrumentation,
            Function<String, Optional<String>> refusedOption) {
        this.refusedOption = refusedOption;
        this.instrumentation = instrumentation;
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

    /** Makes a package of a JDK's module accessible to Tidewatch's, where this JVM lets it be done. */
    public void exportTo(String module, String name) {
        Optional<Module> exporting = ModuleLayer.boot().findModule(module);
        if (instrumentation != null && exporting.isPresent()) {
            Map<String, Set<Module>> exports = Map.of(name, Set.of(Session.class.getModule()));
            instrumentation.redefineModule(exporting.get(), Set.of(), exports, Map.of(), Set.of(), Map.of());
        }
    }

    /**
     * The first of the agent's options in this text that the agent would refuse, and why; empty if it accepts all. The agent's own
     * parser says so, which stands on the class-loader level of the application.
     */
    public Optional<String> refusedOption(String options) {
        return refusedOption.apply(options);
    }

    /** Says how to run other commands. */
    public void commands(Runner other) {
        runner = other;
    }

    /** Whether there is a command of this name. */
    public boolean has(String command) {
        return runner.has(command);
    }

    /** Runs another command; returns its exit code. */
    public int run(String... arguments) {
        return runner.run(arguments);
    }

    /** Runs commands. */
    public interface Runner {
        boolean has(String command);

        int run(String... arguments);
    }

    /** Why {@link #calls} is empty. */
    public String noCalls() {
        return nativeCode.problem();
    }
}
