package io.github.tidewatch.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Set;

/** Makes the isolated layer and calls the entry class in it, off the application's threads. */
final class IsolatedStart implements Runnable {

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
            initialise("jdk.jfr.events.Handlers");
            initialise("jdk.jfr.events.EventConfigurations");
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
                Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
                Console.line("ERROR", "could not start, recordings have no Tidewatch events: " + cause);
            }
        }
    }

    /**
     * Works round JDK-8371889: whoever registers an event type on JDK 17 to 21 holds the monitor of {@code Utils} and
     * may read a file there (to load a class, say), which needs this class initialised; whoever initialises it needs
     * that monitor. So have it initialised before we register anything. Not in {@code premain}: before the recorder has
     * registered the JDK's own events, the class would keep null for each of them and their recording be lost for good
     * (dd-trace-java issue 11957). Not in the recorder's callback either: that runs in a thread of the application's,
     * and holds a lock of the recorder.
     */
    private static void initialise(String name) {
        try {
            Class.forName(name, true, null);
        } catch (ClassNotFoundException | LinkageError e) {
            // Not in this JDK: 17 and 18 have the first, 19 to 21 the second, others none.
        }
    }
}
