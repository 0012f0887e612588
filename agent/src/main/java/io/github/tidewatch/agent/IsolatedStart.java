package io.github.tidewatch.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** Makes the isolated layer and calls the entry class in it, off the application's threads. */
final class IsolatedStart implements Runnable, Thread.UncaughtExceptionHandler {

    private static final String ENTRY = "io.github.tidewatch.agent.jfr.AgentEntry";

    private final AgentOptions options;
    private final Map<String, String> values;
    private final Instrumentation instrumentation;

    IsolatedStart(AgentOptions options, Map<String, String> values, Instrumentation instrumentation) {
        this.options = options;
        this.values = values;
        this.instrumentation = instrumentation;
    }

    @Override
    public void run() {
        try {
            Module module = IsolatedLayer.define(IsolatedLayer.agentJar());
            Thread.currentThread().setContextClassLoader(module.getClassLoader());
            instrumentation.redefineModule(
                    Object.class.getModule(),
                    Set.of(),
                    Map.of(),
                    Map.of("java.lang", Set.of(module)),
                    Set.of(),
                    Map.of());
            Class.forName(ENTRY, true, module.getClassLoader())
                    .getMethod("start", Instrumentation.class, Map.class)
                    .invoke(null, instrumentation, values);
        } catch (Throwable e) {
            if (options.logs("error")) {
                Console.failure("could not start, recordings have no Tidewatch events: ", e);
            }
        }
    }

    /** Without memory even saying what failed may fail, and the JVM would print that. */
    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {}
}
