package io.github.tidewatch.agent.span;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;

/** What is needed of OpenTelemetry's API, under its names. */
final class FakeOpenTelemetry {
    private FakeOpenTelemetry() {}

    /** Compiles it; returns the folder of the classes. */
    static Path compile(Path directory) throws IOException {
        Path classes = directory.resolve("classes");
        source(
                directory,
                "api/trace/SpanContext",
                "package io.opentelemetry.api.trace; public interface SpanContext { boolean isValid(); String getTraceId();"
                        + " String getSpanId(); }");
        source(
                directory,
                "api/trace/Span",
                "package io.opentelemetry.api.trace; public interface Span { SpanContext getSpanContext();"
                        + " static Span current() { return Current.span; } }");
        source(
                directory,
                "api/trace/Current",
                "package io.opentelemetry.api.trace; public final class Current implements Span, SpanContext {"
                        + " static { System.setProperty(\"test.initialised\", \"yes\"); }"
                        + " public static Current span = new Current(); public static boolean valid, fails;"
                        + " public SpanContext getSpanContext() { if (fails) throw new IllegalStateException(); return this; }"
                        + " public boolean isValid() { return valid; }"
                        + " public String getTraceId() { return \"0af7651916cd43dd8448eb211c80319c\"; }"
                        + " public String getSpanId() { return \"b7ad6b7169203331\"; } }");
        source(directory, "context/LazyStorage", "package io.opentelemetry.context; final class LazyStorage {}");
        String[] files = {"-d", classes.toString()};
        String[] all = Arrays.copyOf(files, files.length + 4);
        int i = files.length;
        for (String name :
                List.of("api/trace/SpanContext", "api/trace/Span", "api/trace/Current", "context/LazyStorage")) {
            all[i++] = directory.resolve(name + ".java").toString();
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, all))
                .isZero();
        return classes;
    }

    private static void source(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
