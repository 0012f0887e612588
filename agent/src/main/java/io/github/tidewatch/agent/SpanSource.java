package io.github.tidewatch.agent;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where {@code io.github.tidewatch.api} finds the agent, from whatever class loader it was loaded by: by this class's name, in
 * the system class loader. It looks once, so this must be there from the agent's first moment on; what it refers to is set when
 * recordings can have spans. Only types of the JDK, since neither side sees the other's classes.
 */
public final class SpanSource {
    private static final AtomicReference<Function<String, Consumer<Throwable>>> SPANS = new AtomicReference<>();

    private SpanSource() {}

    /**
     * What opens spans: given a name, it answers what is to be called at the end, with what the span ended by or null; or
     * null while no recording wants spans. The reference holds null until recordings can have spans.
     */
    public static AtomicReference<Function<String, Consumer<Throwable>>> spans() {
        return SPANS;
    }
}
