package io.github.tidewatch.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing that goes wrong in the agent reaches the application. */
class SpanTest {
    private static void connect(Function<String, Consumer<Throwable>> opener) throws ReflectiveOperationException {
        Field agent = Span.class.getDeclaredField("agent");
        agent.setAccessible(true);
        agent.set(null, new AtomicReference<>(opener));
    }

    @AfterEach
    void disconnect() throws ReflectiveOperationException {
        connect(null);
    }

    @Test
    void aSpanThatCannotBeOpenedIsOneThatDoesNothing() throws Exception {
        connect(name -> {
            throw new StackOverflowError();
        });
        try (Span span = Span.open("fails")) {
            assertThat(span.failed(new IllegalStateException())).isSameAs(span);
            connect(null);
            assertThat(Span.open("no recording")).isSameAs(span);
        }
    }

    @Test
    void aSpanThatCannotBeClosedDoesNotHideWhatTheWorkCameTo() throws Exception {
        AtomicInteger ends = new AtomicInteger();
        connect(name -> error -> {
            ends.incrementAndGet();
            throw new OutOfMemoryError();
        });
        Span.open("fails").close();
        assertThat(ends).hasValue(1);
    }

    @Test
    void aFirstSpanWithoutStackLeftDoesNotMakeEachLaterOneFail() throws Exception {
        URL classes = Span.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader warm = new URLClassLoader(new URL[] {classes}, null);
                URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null)) {
            open(loaded(warm)); // what the JDK needs for it is initialised
            Method open = loaded(loader);
            List<String> outcomes = new ArrayList<>();
            Thread thread = new Thread(null, () -> deepen(open, outcomes), "deep", 256 * 1024);
            thread.start();
            thread.join();
            assertThat(open(open)).as("%s", outcomes).isEqualTo("opened");
        }
    }

    private static Method loaded(ClassLoader loader) throws ReflectiveOperationException {
        return Class.forName(Span.class.getName(), false, loader).getMethod("open", String.class);
    }

    /** Opens a span as deep in the stack as there is any left, and then with more and more of it until one is opened. */
    private static void deepen(Method open, List<String> outcomes) {
        try {
            if (outcomes.isEmpty()) {
                deepen(open, outcomes);
            }
        } catch (StackOverflowError e) {
            if (!outcomes.contains("opened")) {
                outcomes.add(open(open));
            }
        }
    }

    private static String open(Method open) {
        try {
            return open.invoke(null, "deep") == null ? "null" : "opened";
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getCause());
        } catch (IllegalAccessException e) {
            return e.toString();
        }
    }
}
