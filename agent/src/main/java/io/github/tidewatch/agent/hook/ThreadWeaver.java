package io.github.tidewatch.agent.hook;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Inserts the call of {@link ThreadExitCallee} at the begin of {@code Thread.exit()}. */
final class ThreadWeaver implements ClassFileTransformer {
    static final String METHOD = "exit";

    private volatile boolean done;

    /** Loads all that weaving needs: while Thread is being transformed, a class that is loaded for it would go in circles. */
    void warmUp() {
        weave(ThreadExitCallee.bytes(), ThreadExitCallee.METHOD);
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        if (redefined != Thread.class) {
            return null;
        }
        try {
            byte[] woven = weave(classFile, METHOD);
            done = woven != null;
            return woven;
        } catch (Throwable e) {
            return null; // and the thread's ends are not reported; whoever retransforms is not affected
        }
    }

    boolean hasWoven() {
        return done;
    }

    /** Null if there is no such method. */
    private static byte[] weave(byte[] original, String method) {
        boolean[] found = new boolean[1];
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                        if (!name.equals(method) || !descriptor.equals("()V")) {
                            return next;
                        }
                        found[0] = true;
                        return new CallFirst(next);
                    }
                },
                0);
        return found[0] ? writer.toByteArray() : null;
    }

    private static final class CallFirst extends MethodVisitor {
        CallFirst(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitMethodInsn(Opcodes.INVOKESTATIC, ThreadExitCallee.NAME, ThreadExitCallee.METHOD, "()V", false);
        }
    }
}
