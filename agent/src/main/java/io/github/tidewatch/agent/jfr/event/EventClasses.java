package io.github.tidewatch.agent.jfr.event;

import java.lang.invoke.MethodHandles;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Defines event classes without the fields that cannot be known in this JVM: JFR leaves transient fields out of an
 * event's type, and so an unknown is absent instead of a zero. To be done before anything links the classes.
 */
public final class EventClasses {
    private static final String PERIOD = Type.getDescriptor(jdk.jfr.Period.class);

    private EventClasses() {}

    /** Where in its module the class of this package stands that has this simple name. */
    public static String file(String name) {
        return EventClasses.class.getPackageName().replace('.', '/') + "/" + name + ".class";
    }

    /**
     * Defines one class of this package.
     *
     * @param compiled its class file
     * @param absent the names of the fields to leave out
     * @param period the period by default, in JFR's form, in place of that in the source; null to leave that
     */
    public static void define(byte[] compiled, Set<String> absent, String period) throws IllegalAccessException {
        ClassReader reader = new ClassReader(compiled);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Adapter(writer, absent, period), 0);
        MethodHandles.lookup().defineClass(writer.toByteArray());
    }

    private static final class Adapter extends ClassVisitor {
        private final Set<String> absent;
        private final String period;

        Adapter(ClassVisitor next, Set<String> absent, String period) {
            super(Opcodes.ASM9, next);
            this.absent = absent;
            this.period = period;
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            int transience = absent.contains(name) ? Opcodes.ACC_TRANSIENT : 0;
            return super.visitField(access | transience, name, descriptor, signature, value);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            AnnotationVisitor next = super.visitAnnotation(descriptor, visible);
            if (period == null || !descriptor.equals(PERIOD)) {
                return next;
            }
            return new AnnotationVisitor(Opcodes.ASM9, next) {
                @Override
                public void visit(String name, Object value) {
                    super.visit(name, period);
                }
            };
        }
    }
}
