package io.github.tidewatch.agent.weave;

import java.util.function.BiConsumer;
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

    /** What to call of tasks of executors, as {@link TaskHooks} says; null for nothing. */
    static volatile BiConsumer<Object, Object> queued;

    static volatile BiConsumer<Object, Object> withdrawn;
    static volatile BiConsumer<Object, Object> taken;
    static volatile BiConsumer<Object, Object> started;

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

    private static void call(BiConsumer<Object, Object> what, Object executor, Object task) {
        if (what != null) {
            try {
                what.accept(executor, task);
            } catch (Throwable e) {
                return; // what an executor does must not depend on it
            }
        }
    }

    /** A task is about to be queued. Never throws. */
    public static void queued(Object executor, Object task) {
        call(queued, executor, task);
    }

    /** A task was refused. Never throws. */
    public static void refused(Object executor, Object task) {
        call(withdrawn, executor, task);
    }

    /** A task was removed from the queue, if it was in it. Never throws. */
    public static void removed(boolean wasQueued, Object executor, Object task) {
        if (wasQueued) {
            call(withdrawn, executor, task);
        }
    }

    /** A worker took a task from the queue, or null. Never throws. */
    public static void taken(Object task, Object executor) {
        call(taken, executor, task);
    }

    /** A worker begins with a task that it was made for, or null. Never throws. */
    public static void started(Object executor, Object task) {
        call(started, executor, task);
    }
}
