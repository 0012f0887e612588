package io.github.tidewatch.agent.span;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The trace that OpenTelemetry has current in the calling thread. Its API may be the application's, once for each class loader that
 * has it, or that of OpenTelemetry's agent. Only classes that are loaded already are used, and none before the application has used
 * the context itself: the first use decides how contexts are stored. Keeps no class loader from being collected. Safe for use by any
 * threads at once.
 */
public final class TraceContext {
    private static final String[] PLACES = {"io.opentelemetry.javaagent.shaded.io.opentelemetry.", "io.opentelemetry."};

    private static final String SPAN = "api.trace.Span";
    private static final String CONTEXT = "api.trace.SpanContext";

    /** Initialised by the first use of the context. */
    private static final String USED = "context.LazyStorage";

    private static final int MOST = 8;

    /** By the class itself, so that what refers to it is collected with it. */
    private static final ClassValue<Optional<Api>> APIS = new ClassValue<>() {
        @Override
        protected Optional<Api> computeValue(Class<?> span) {
            return Api.of(span);
        }
    };

    /** Changed as a whole. */
    private volatile List<WeakReference<Class<?>>> spans = List.of();

    /** Finds a class that is loaded; answers null if there is none of this name. */
    public interface Loaded {
        /** Finds it; the loader may be null for the bootstrap loader. */
        Class<?> find(ClassLoader loader, String name) throws ReflectiveOperationException;
    }

    /** Looks for it in these loaders; what was found before stays. Answers whether there is any. */
    public synchronized boolean look(Collection<ClassLoader> loaders, Loaded loaded) {
        List<WeakReference<Class<?>>> found = new ArrayList<>(spans);
        found.removeIf(span -> span.get() == null);
        for (ClassLoader loader : loaders) {
            for (String place : PLACES) {
                Class<?> span = find(loader, place, loaded);
                if (span != null && found.size() < MOST && found.stream().noneMatch(known -> known.get() == span)) {
                    found.add(new WeakReference<>(span));
                }
            }
        }
        spans = List.copyOf(found);
        return !found.isEmpty();
    }

    private static Class<?> find(ClassLoader loader, String place, Loaded loaded) {
        try {
            Class<?> span = loaded.find(loader, place + SPAN);
            boolean usable = span != null && loaded.find(loader, place + USED) != null;
            return usable && APIS.get(span).isPresent() ? span : null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null; // not the API that is known
        }
    }

    /** What is current in the calling thread; null if nothing is. Never throws. */
    Ids current() {
        List<WeakReference<Class<?>>> present = spans;
        for (int i = 0; i < present.size(); i++) {
            Class<?> span = present.get(i).get();
            Ids ids = span == null ? null : APIS.get(span).map(Api::current).orElse(null);
            if (ids != null) {
                return ids;
            }
        }
        return null;
    }

    /** The trace and the span within it, in the hexadecimal digits of the W3C's trace context. Immutable. */
    static final class Ids {
        final String trace;
        final String span;

        Ids(String trace, String span) {
            this.trace = trace;
            this.span = span;
        }
    }

    /** The few methods that are called. */
    private static final class Api {
        private final MethodHandle current;
        private final MethodHandle context;
        private final MethodHandle valid;
        private final MethodHandle trace;
        private final MethodHandle span;

        private Api(Class<?> type) throws ReflectiveOperationException {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> contextType = lookup.findVirtual(type, "getSpanContext", MethodType.methodType(contextOf(type)))
                    .type()
                    .returnType();
            current = lookup.findStatic(type, "current", MethodType.methodType(type))
                    .asType(MethodType.methodType(Object.class));
            context = lookup.findVirtual(type, "getSpanContext", MethodType.methodType(contextType))
                    .asType(MethodType.methodType(Object.class, Object.class));
            valid = lookup.findVirtual(contextType, "isValid", MethodType.methodType(boolean.class))
                    .asType(MethodType.methodType(boolean.class, Object.class));
            trace = text(lookup, contextType, "getTraceId");
            span = text(lookup, contextType, "getSpanId");
        }

        private static Class<?> contextOf(Class<?> type) throws ReflectiveOperationException {
            return Class.forName(type.getName().replace(SPAN, CONTEXT), false, type.getClassLoader());
        }

        private static MethodHandle text(MethodHandles.Lookup lookup, Class<?> type, String method)
                throws ReflectiveOperationException {
            return lookup.findVirtual(type, method, MethodType.methodType(String.class))
                    .asType(MethodType.methodType(String.class, Object.class));
        }

        static Optional<Api> of(Class<?> type) {
            try {
                return Optional.of(new Api(type));
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                return Optional.empty();
            }
        }

        Ids current() {
            try {
                Object of = (Object) context.invokeExact((Object) current.invokeExact());
                return (boolean) valid.invokeExact(of)
                        ? new Ids((String) trace.invokeExact(of), (String) span.invokeExact(of))
                        : null;
            } catch (Throwable e) {
                return null; // the application's code
            }
        }
    }
}
