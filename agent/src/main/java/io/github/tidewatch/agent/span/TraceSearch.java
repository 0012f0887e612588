package io.github.tidewatch.agent.span;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Looks for OpenTelemetry's API among the classes that are loaded, now and then, since it may come late. For one thread at a time. */
public final class TraceSearch {
    /** It takes some milliseconds where many classes are loaded. */
    private static final int MOST_LOOKS = 100;

    private final Instrumentation instrumentation;
    private final TraceContext traces;
    private int looks;
    private boolean found;

    public TraceSearch(Instrumentation instrumentation, TraceContext traces) {
        this.instrumentation = instrumentation;
        this.traces = traces;
    }

    /** Looks, unless it has found the API or looked in vain for long. Needs {@code java.lang} opened to this class's module. */
    public synchronized void look() {
        if (found || looks >= MOST_LOOKS) {
            return;
        }
        looks++;
        Set<ClassLoader> loaders = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            loaders.add(loaded.getClassLoader());
        }
        found = traces.look(loaders, TraceSearch::find);
    }

    private static Class<?> find(ClassLoader loader, String name) throws ReflectiveOperationException {
        if (loader == null) {
            return Class.forName(name, false, null);
        }
        // Asks the JVM only: nothing is loaded, and no code of the loader's runs.
        Method method = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
        method.setAccessible(true);
        return (Class<?>) method.invoke(loader, name);
    }
}
