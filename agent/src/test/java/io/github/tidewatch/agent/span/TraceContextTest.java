package io.github.tidewatch.agent.span;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which trace is current is asked of OpenTelemetry's API where the application has used it, and of nothing else. */
class TraceContextTest {
    private static final String API = "io.opentelemetry.api.trace.";

    @TempDir
    Path directory;

    private Path classes;
    private final TraceContext traces = new TraceContext();

    @BeforeEach
    void compile() throws IOException {
        classes = FakeOpenTelemetry.compile(directory);
    }

    private URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
    }

    private static void set(ClassLoader loader, String flag, boolean value) throws ReflectiveOperationException {
        loader.loadClass(API + "Current").getField(flag).setBoolean(null, value);
    }

    private boolean look(ClassLoader... loaders) {
        return traces.look(Arrays.asList(loaders), (loader, name) -> loader.loadClass(name));
    }

    @Test
    void theCurrentSpanHasATraceAndAnIdUnlessItIsNotValidOrFails() throws Exception {
        try (URLClassLoader other = loader();
                URLClassLoader loader = loader()) {
            assertThat(traces.current()).isNull();
            assertThat(look(other, loader)).isTrue();
            assertThat(traces.current()).isNull();
            set(loader, "valid", true);
            assertThat(traces.current().trace).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(traces.current().span).isEqualTo("b7ad6b7169203331");
            set(loader, "fails", true);
            assertThat(traces.current()).isNull();
        }
    }

    @Test
    void nothingOfTheApiIsInitialisedBeforeTheApplicationHasUsedIt() throws Exception {
        System.clearProperty("test.initialised");
        try (URLClassLoader loader = loader()) {
            assertThat(traces.look(
                            List.of(loader), (of, name) -> name.endsWith("LazyStorage") ? null : of.loadClass(name)))
                    .isFalse();
            assertThat(traces.current()).isNull();
            assertThat(System.getProperty("test.initialised")).isNull();
            assertThat(look(loader)).isTrue();
            traces.current();
            assertThat(System.getProperty("test.initialised")).isEqualTo("yes");
        }
    }

    @Test
    void whatHasTheNamesAndIsAnotherApiIsNotUsed() {
        assertThat(traces.look(List.of(getClass().getClassLoader()), (loader, name) -> String.class))
                .isFalse();
        assertThat(traces.look(Collections.singletonList(null), (loader, name) -> Class.forName(name, false, null)))
                .isFalse();
    }

    @Test
    @Timeout(60)
    void anApplicationsLoaderCanBeCollected() throws Exception {
        URLClassLoader loader = loader();
        assertThat(look(loader)).isTrue();
        assertThat(traces.current()).isNull();
        WeakReference<ClassLoader> gone = new WeakReference<>(loader);
        loader.close();
        loader = null;
        while (gone.get() != null) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(traces.current()).isNull();
    }
}
