package io.github.tidewatch.api;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A piece of work in one thread. With the Tidewatch agent in the JVM, and while a recording wants the event
 * {@code tidewatch.Span}, the thread accounts for it itself: where its wall-clock time went, by the Linux kernel's counters.
 * Without the agent, and while nothing records, it does nothing.
 *
 * <pre>{@code
 * try (Span span = Span.open("checkout")) {
 *     order(basket);
 * }
 * }</pre>
 *
 * <p>A span is opened and closed by the same thread: one that another thread closes is not recorded. Spans of a thread
 * may be nested. Spans of virtual threads are not recorded, since the kernel knows their carriers only. What
 * goes wrong in the agent never reaches the caller: the span is not recorded then.
 */
public final class Span implements AutoCloseable {
    // No static initializer: one that runs out of stack or memory would make each later call fail, too.

    /** Made by the first call that needs it. */
    private static volatile Span none;

    /** Set by the agent where it is loaded later than this class; null while there is no agent. */
    private static volatile AtomicReference<Function<String, Consumer<Throwable>>> agent;

    /** Whether {@link #find} has said whether there is an agent. */
    private static volatile boolean searched;

    private final Consumer<Throwable> end;
    private Throwable error;

    private Span(Consumer<Throwable> end) {
        this.end = end;
    }

    /**
     * Opens a span in the calling thread.
     *
     * @param name what kind of work it is, such as "checkout": spans of one name are summed up, so it should not contain what
     *     differs from one to the next. Recorded up to 200 characters
     * @return the span, which the calling thread has to close; never null, and without an effect where nothing is recorded
     */
    public static Span open(String name) {
        Consumer<Throwable> end = null;
        try {
            end = begin(name);
            if (end != null) {
                return new Span(end);
            }
        } catch (Throwable e) { // out of stack or memory, most likely
            end(end, null);
        }
        return none();
    }

    private static Consumer<Throwable> begin(String name) {
        AtomicReference<Function<String, Consumer<Throwable>>> spans = agent;
        if (spans == null && !searched) {
            spans = find();
            if (spans != null) { // else the agent may have set it meanwhile
                agent = spans;
            }
            searched = true;
        }
        Function<String, Consumer<Throwable>> opener = spans == null ? null : spans.get();
        return opener == null ? null : opener.apply(name);
    }

    private static Span none() {
        Span made = none;
        if (made == null) {
            made = new Span(null);
            none = made;
        }
        return made;
    }

    private static void end(Consumer<Throwable> end, Throwable error) {
        try {
            if (end != null) {
                end.accept(error);
            }
        } catch (Throwable e) {
            // What the caller's work came to must not be lost for the sake of its account.
        }
    }

    /**
     * Has the span recorded as one that failed.
     *
     * @param cause what it ends by, of which the class is recorded; null if it succeeds after all
     * @return this span
     */
    public Span failed(Throwable cause) {
        if (end != null) {
            error = cause;
        }
        return this;
    }

    /** Ends the span; to be called once, by the thread that opened it. */
    @Override
    public void close() {
        end(end, error);
    }

    /**
     * By name, since the agent is no dependency; in the system class loader, where agents are, whatever loaded this class. Null
     * if there is none; throws what the next call may not run into.
     */
    @SuppressWarnings("unchecked") // as the agent declares it
    private static AtomicReference<Function<String, Consumer<Throwable>>> find() {
        try {
            return (AtomicReference<Function<String, Consumer<Throwable>>>)
                    Class.forName("io.github.tidewatch.agent.SpanSource", true, ClassLoader.getSystemClassLoader())
                            .getMethod("spans")
                            .invoke(null);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException
                | RuntimeException
                | LinkageError e) {
            return null; // no agent, or a security manager that does not let this code see one
        }
    }
}
