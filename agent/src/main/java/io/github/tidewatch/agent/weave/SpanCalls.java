package io.github.tidewatch.agent.weave;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What woven methods call. This class is never used itself: {@link BootClass} defines it beside {@link Object} under another
 * name, since all classes see public ones of {@code java.lang}, whatever their loader and module. So it uses the JDK only, and has
 * no nested class and no lambda. Safe for use by any threads at once.
 */
public final class SpanCalls {
    /** Opens spans; null for none. Not public: what is visible to the application should not be able to change it. */
    static volatile Function<String, Consumer<Throwable>> opener;

    private SpanCalls() {}

    /** Returns what to hand to {@link #end}: null if no span is recorded. Never throws. */
    public static Object begin(String name) {
        try {
            Function<String, Consumer<Throwable>> present = opener;
            return present == null ? null : present.apply(name);
        } catch (Throwable e) {
            return null; // out of stack or memory, most likely; the method itself may yet succeed
        }
    }

    /** Ends the span, by the exception that leaves the method, or null. Never throws. */
    @SuppressWarnings("unchecked") // as begin returned it
    public static void end(Object span, Throwable thrown) {
        if (span != null) {
            try {
                ((Consumer<Throwable>) span).accept(thrown);
            } catch (Throwable e) {
                return; // what the method came to must not be lost for the sake of its account
            }
        }
    }
}
