package io.github.tidewatch.agent.span;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what opens spans to the module {@code api}, of which the application may have any number of copies: one for each
 * class loader that has it. Each looks for {@code SpanSource} when it first opens a span. Those that did before the agent was
 * loaded, be it late or after another agent that opens spans, are found here.
 */
public final class ApiConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ApiConnection.class);

    private static final String SOURCE = "io.github.tidewatch.agent.SpanSource";
    private static final String API = "io.github.tidewatch.api.Span";
    private static final String FIELD = "agent";

    private ApiConnection() {}

    /** Has the application's spans opened by {@code recorder} from now on. */
    public static void open(Instrumentation instrumentation, Function<String, Consumer<Throwable>> recorder) {
        try {
            AtomicReference<Function<String, Consumer<Throwable>>> spans = source();
            spans.set(recorder);
            for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
                if (!isOfTheJdk(loaded) && loaded.getName().equals(API)) {
                    connect(instrumentation, loaded, spans);
                }
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.warn("spans that the application opens are not recorded: {}", e.toString());
        }
    }

    /** Of most of the classes that are loaded before main; asking for a name makes a string. */
    private static boolean isOfTheJdk(Class<?> loaded) {
        return loaded.getClassLoader() == null && loaded.getModule().isNamed();
    }

    @SuppressWarnings("unchecked") // as SpanSource declares it
    private static AtomicReference<Function<String, Consumer<Throwable>>> source() throws ReflectiveOperationException {
        return (AtomicReference<Function<String, Consumer<Throwable>>>)
                Class.forName(SOURCE, true, ClassLoader.getSystemClassLoader())
                        .getMethod("spans")
                        .invoke(null);
    }

    private static void connect(Instrumentation instrumentation, Class<?> api, Object spans) {
        try {
            Field agent = api.getDeclaredField(FIELD);
            Module module = api.getModule();
            if (!module.isOpen(api.getPackageName(), ApiConnection.class.getModule())) {
                instrumentation.redefineModule(
                        module,
                        Set.of(),
                        Map.of(),
                        Map.of(api.getPackageName(), Set.of(ApiConnection.class.getModule())),
                        Set.of(),
                        Map.of());
            }
            agent.setAccessible(true);
            agent.set(null, spans);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.warn("spans that are opened by {} of {} are not recorded: {}", API, api.getClassLoader(), e.toString());
        }
    }
}
