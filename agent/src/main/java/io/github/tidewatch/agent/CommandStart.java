package io.github.tidewatch.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes the isolated layer and enters the command line in it. {@link Main} enters it by reflection. */
final class CommandStart {

    private static final String ENTRY = "io.github.tidewatch.agent.cli.CliEntry";

    private CommandStart() {}

    /** Runs the command and returns its exit code; {@code instrumentation} may be null. */
    static int run(Instrumentation instrumentation, String[] arguments) throws Throwable {
        Path path = AgentJar.ofThisClass();
        AgentJar jar = AgentJar.open(path);
        Module module = JarModule.define(jar, new HookLoader(jar));
        Thread.currentThread().setContextClassLoader(module.getClassLoader());
        if (instrumentation != null) {
            Map<String, Set<Module>> opens = Map.of("java.lang", Set.of(module));
            instrumentation.redefineModule(Object.class.getModule(), Set.of(), Map.of(), opens, Set.of(), Map.of());
        }
        String version = CommandStart.class.getPackage().getImplementationVersion();
        Function<String, Optional<String>> refusedOption = AgentOptions::firstRefused;
        try {
            return (int) Class.forName(ENTRY, true, module.getClassLoader())
                    .getMethod("run", Instrumentation.class, Path.class, String.class, Function.class, String[].class)
                    .invoke(null, instrumentation, path, version, refusedOption, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
