package io.github.tidewatch.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * {@code java -jar tidewatch.jar COMMAND}: makes the isolated layer and enters the command line in it. Unlike the rest
 * of this package it never runs in an application's JVM.
 */
public final class Main {

    private static final String ENTRY = "io.github.tidewatch.agent.cli.CliEntry";

    private static volatile Instrumentation instrumentation;

    private Main() {}

    /**
     * Called by the JVM before {@link #main} ({@code Launcher-Agent-Class}): what it is given is the only way to enable
     * native access for a single module without a warning and without an option.
     */
    public static void agentmain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    /** Runs the command and exits with its code: 0 done, 1 the answer is "no", 2 wrong usage. */
    public static void main(String[] arguments) {
        int code = 1;
        try {
            Path path = AgentJar.ofThisClass();
            AgentJar jar = AgentJar.open(path);
            Module module = IsolatedLayer.define(jar, new HookLoader(jar));
            Thread.currentThread().setContextClassLoader(module.getClassLoader());
            if (instrumentation != null) {
                Map<String, Set<Module>> opens = Map.of("java.lang", Set.of(module));
                instrumentation.redefineModule(Object.class.getModule(), Set.of(), Map.of(), opens, Set.of(), Map.of());
            }
            String version = Main.class.getPackage().getImplementationVersion();
            code = (int) Class.forName(ENTRY, true, module.getClassLoader())
                    .getMethod("run", Instrumentation.class, Path.class, String.class, String[].class)
                    .invoke(null, instrumentation, path, version, arguments);
        } catch (Throwable e) {
            Console.line("ERROR", "cannot run: " + (e instanceof InvocationTargetException ? e.getCause() : e));
        }
        System.exit(code);
    }
}
