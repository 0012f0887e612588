package io.github.tidewatch.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/** Defines {@link SpanCalls} as a class of {@code java.lang}, and has other class files call it there. */
final class BootClass {
    static final String NAME = "java/lang/TidewatchSpanCalls";

    private static final String COMPILED = SpanCalls.class.getName().replace('.', '/');

    /** In the order in which a list has what is to be called. */
    private static final List<String> OF_TASKS = List.of("queued", "withdrawn", "taken", "started");

    private final VarHandle[] ofTasks = new VarHandle[OF_TASKS.size()];

    private BootClass(MethodHandles.Lookup lookup, Class<?> defined) throws ReflectiveOperationException {
        for (int i = 0; i < ofTasks.length; i++) {
            ofTasks[i] = lookup.findStaticVarHandle(defined, OF_TASKS.get(i), BiConsumer.class);
        }
    }

    /** Has these called of tasks of executors from now on; nothing, if there are none. */
    void callOfTasks(List<BiConsumer<Object, Object>> calls) {
        for (int i = 0; i < ofTasks.length; i++) {
            ofTasks[i].setVolatile(calls.isEmpty() ? null : calls.get(i));
        }
    }

    /**
     * Defines it, once in a JVM. Needs {@code java.lang} opened to this class's module.
     *
     * @param opener opens a span of a name in the calling thread, and answers what is to be called at its end, or null
     */
    static BootClass define(Function<String, Consumer<Throwable>> opener)
            throws ReflectiveOperationException, IOException {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
        Class<?> defined = lookup.defineClass(renamed(SpanCalls.class));
        VarHandle field = lookup.findStaticVarHandle(defined, "opener", Function.class);
        field.setVolatile(opener);
        return new BootClass(lookup, defined);
    }

    /** The class file of a class of this package, with the defined class in place of the compiled one. */
    static byte[] renamed(Class<?> type) throws IOException {
        ClassReader reader = new ClassReader(bytes(type));
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, COMPILED, NAME)), ClassReader.SKIP_DEBUG);
        return writer.toByteArray();
    }

    /** The class file of a class of this package. */
    static byte[] bytes(Class<?> type) throws IOException {
        String name = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no " + name);
            }
            return in.readAllBytes();
        }
    }
}
