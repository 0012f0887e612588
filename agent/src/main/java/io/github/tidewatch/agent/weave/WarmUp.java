package io.github.tidewatch.agent.weave;

import java.io.IOException;
import java.util.function.Function;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/**
 * Weaves a class that is never defined, so that what weaving needs is loaded and linked: later it runs in the application's threads
 * while they load a class, and what is loaded then may be the very class.
 */
final class WarmUp {
    private static final String NAME = "tidewatch.WarmUp";

    private static final String ALL = NAME + "::missing;" + NAME + "::place;" + NAME
            + "*::*;java.util.function.Function+::apply;::@java.lang.Deprecated;::p*";

    private WarmUp() {}

    /** Returns the woven class file; null if it could not be woven. */
    static byte[] run(ClassWeaver weaver, OwnClasses own, JdkClasses jdk) throws IOException {
        String compiled = Subject.class.getName();
        ClassReader reader = new ClassReader(BootClass.bytes(Subject.class));
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                new ClassRemapper(
                        writer, new SimpleRemapper(Opcodes.ASM9, compiled.replace('.', '/'), NAME.replace('.', '/'))),
                0);
        ClassChoice choice = new ClassChoice(SpanFilters.parse(ALL), own, jdk, new Supertypes(jdk));
        SpanTransformer transformer = new SpanTransformer(weaver, choice, WeavingTroubles.silent());
        byte[] woven = transformer.transform(null, NAME.replace('.', '/'), null, null, writer.toByteArray());
        WeavingTroubles.silent().failed(NAME, new IllegalStateException(NAME));
        return woven;
    }

    /** Of all that code has. */
    abstract static class Subject implements Function<String, Integer> {
        private long count;

        abstract void missing();

        @Override
        public Integer apply(String other) {
            return other.length();
        }

        @Deprecated
        synchronized long place(int i, double d, Object[] some, String text) {
            for (long l = i; l < d; l++) {
                try {
                    switch (text) {
                        case "one":
                            count += some.length;
                            break;
                        default:
                            count--;
                    }
                } catch (IllegalStateException e) {
                    count = e.hashCode();
                } finally {
                    count++;
                }
            }
            return count;
        }
    }
}
