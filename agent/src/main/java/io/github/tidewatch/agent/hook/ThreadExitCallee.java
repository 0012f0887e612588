package io.github.tidewatch.agent.hook;

import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The class beside {@link Thread} that its {@code exit()} calls:
 *
 * <pre>{@code
 * final class TidewatchThreadExit {
 *     static volatile Runnable action;
 *
 *     static void call() {
 *         Runnable present = action;
 *         if (present != null) {
 *             try {
 *                 present.run();
 *             } catch (Throwable ignored) {
 *             }
 *         }
 *     }
 * }
 * }</pre>
 *
 * Made at run time, since no compiler makes classes of {@code java.lang}.
 */
final class ThreadExitCallee {
    static final String NAME = "java/lang/TidewatchThreadExit";
    static final String METHOD = "call";
    static final String ACTION = "action";
    private static final String RUNNABLE = "java/lang/Runnable";

    private ThreadExitCallee() {}

    static byte[] bytes() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object", null);
        writer.visitField(
                        Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE | Opcodes.ACC_SYNTHETIC,
                        ACTION,
                        "L" + RUNNABLE + ";",
                        null,
                        null)
                .visitEnd();
        MethodVisitor call = writer.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, METHOD, "()V", null, null);
        Label begin = new Label();
        Label end = new Label();
        Label caught = new Label();
        Label nothing = new Label();
        call.visitCode();
        call.visitTryCatchBlock(begin, end, caught, "java/lang/Throwable");
        call.visitFieldInsn(Opcodes.GETSTATIC, NAME, ACTION, "L" + RUNNABLE + ";");
        call.visitVarInsn(Opcodes.ASTORE, 0);
        call.visitVarInsn(Opcodes.ALOAD, 0);
        call.visitJumpInsn(Opcodes.IFNULL, nothing);
        call.visitLabel(begin);
        call.visitVarInsn(Opcodes.ALOAD, 0);
        call.visitMethodInsn(Opcodes.INVOKEINTERFACE, RUNNABLE, "run", "()V", true);
        call.visitLabel(end);
        call.visitInsn(Opcodes.RETURN);
        call.visitLabel(caught);
        call.visitFrame(Opcodes.F_FULL, 1, new Object[] {RUNNABLE}, 1, new Object[] {"java/lang/Throwable"});
        call.visitInsn(Opcodes.POP);
        call.visitInsn(Opcodes.RETURN);
        call.visitLabel(nothing);
        call.visitFrame(Opcodes.F_FULL, 1, new Object[] {RUNNABLE}, 0, new Object[0]);
        call.visitInsn(Opcodes.RETURN);
        call.visitMaxs(1, 1);
        call.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
