package io.github.tidewatch.agent.jfr;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Loads the class that weaves, by a loader of its own. Immutable. */
final class WeavingClass implements SpanWeaving.Loading {
    private static final String NAME = "io.github.tidewatch.agent.weave.Weaving";

    private final Instrumentation instrumentation;
    private final UnaryOperator<ClassLoader> loaders;
    private final Consumer<List<String>> status;

    /**
     * Loads nothing yet.
     *
     * @param loaders makes the loader, below the one given
     * @param status takes lines for {@code Status}, all of them each time
     */
    WeavingClass(Instrumentation instrumentation, UnaryOperator<ClassLoader> loaders, Consumer<List<String>> status) {
        this.instrumentation = instrumentation;
        this.loaders = loaders;
        this.status = status;
    }

    @Override
    @SuppressWarnings("unchecked") // the class says so
    public Consumer<String> load(
            Function<String, Consumer<Throwable>> opener,
            Function<Boolean, List<BiConsumer<Object, Object>>> tasks,
            BooleanSupplier outdated)
            throws ReflectiveOperationException {
        ClassLoader loader = loaders.apply(WeavingClass.class.getClassLoader());
        return (Consumer<String>) Class.forName(NAME, true, loader)
                .asSubclass(Consumer.class)
                .getConstructor(
                        Instrumentation.class, Function.class, Function.class, Consumer.class, BooleanSupplier.class)
                .newInstance(instrumentation, opener, tasks, status, outdated);
    }
}
