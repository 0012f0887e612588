package io.github.tidewatch.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import jdk.jfr.Event;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** Which classes are woven as they are loaded. */
class SpanTransformerTest {
    private static final String TYPE = "io.github.tidewatch.agent.weave.SpanTransformerTest$Subject";

    private static final String INDIRECT = ApplicationEvent.class.getName().replace('.', '/');

    static final class Subject {
        String call() {
            return toString();
        }
    }

    /** Events of an application have a class of its own between them and Flight Recorder's. */
    abstract static class ApplicationEvent extends Event {}

    /** What becomes of the subject if it extends this class; null if it is not woven. */
    private static byte[] wovenAs(String extended, String filters) throws IOException {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(BootClass.bytes(Subject.class))
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public void visit(
                                    int version,
                                    int access,
                                    String name,
                                    String signature,
                                    String superName,
                                    String[] interfaces) {
                                super.visit(version, access, name, signature, extended, interfaces);
                            }
                        },
                        0);
        JdkClasses jdk = new JdkClasses();
        ClassChoice choice = new ClassChoice(SpanFilters.parse(filters), new OwnClasses(), jdk, new Supertypes(jdk));
        return new SpanTransformer(new ClassWeaver(), choice, WeavingTroubles.silent())
                .transform(
                        SpanTransformerTest.class.getClassLoader(),
                        TYPE.replace('.', '/'),
                        null,
                        null,
                        writer.toByteArray());
    }

    @Test
    void proxiesAndEventsOfFlightRecorderAreNotWovenAsTheyAreLoaded() throws IOException {
        for (String filters : new String[] {TYPE, "io.github.**", "::call", TYPE + "::call"}) {
            assertThat(wovenAs("java/lang/Object", filters)).as(filters).isNotNull();
            for (String extended :
                    new String[] {"java/lang/reflect/Proxy", "jdk/jfr/Event", "jdk/internal/event/Event", INDIRECT}) {
                assertThat(wovenAs(extended, filters))
                        .as(extended + " " + filters)
                        .isNull();
            }
        }
    }
}
