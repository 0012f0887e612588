package io.github.tidewatch.agent.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.SpanSource;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiConnectionTest {
    private static final String API = "io.github.tidewatch.api.Span";

    @AfterEach
    void disconnect() {
        SpanSource.spans().set(null);
    }

    /** What the module api looks like to the agent. */
    private static final class ApiLoader extends ClassLoader {
        Class<?> load() {
            ClassWriter writer = new ClassWriter(0);
            writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, API.replace('.', '/'), null, "java/lang/Object", null);
            writer.visitField(
                            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE,
                            "agent",
                            "Ljava/util/concurrent/atomic/AtomicReference;",
                            null,
                            null)
                    .visitEnd();
            writer.visitEnd();
            byte[] bytes = writer.toByteArray();
            return defineClass(API, bytes, 0, bytes.length);
        }
    }

    private static Instrumentation withLoaded(Class<?>... classes) {
        return (Instrumentation) Proxy.newProxyInstance(
                ApiConnectionTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> method.getName().equals("getAllLoadedClasses") ? classes : null);
    }

    @Test
    void eachCopyOfTheApiThatIsOlderThanTheAgentIsConnected() throws Exception {
        Class<?> one = new ApiLoader().load();
        Class<?> other = new ApiLoader().load();
        Function<String, Consumer<Throwable>> recorder = name -> null;
        ApiConnection.open(withLoaded(String.class, one, ApiConnectionTest.class, other), recorder);
        assertThat(SpanSource.spans().get()).isSameAs(recorder);
        for (Class<?> api : new Class<?>[] {one, other}) {
            Field agent = api.getDeclaredField("agent");
            agent.setAccessible(true);
            assertThat(((AtomicReference<?>) agent.get(null)).get()).isSameAs(recorder);
        }
    }
}
