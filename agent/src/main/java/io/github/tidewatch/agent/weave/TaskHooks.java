package io.github.tidewatch.agent.weave;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Has {@link java.util.concurrent.ThreadPoolExecutor} call {@link SpanCalls} where a task is queued, refused, removed, taken
 * by a worker, or the first of a new worker. Calls are all that is added: no branch and no variable, so that frames stay as they are.
 */
final class TaskHooks extends ClassVisitor {
    private static final String EXECUTOR = "java/util/concurrent/ThreadPoolExecutor";
    private static final String WORKER = EXECUTOR + "$Worker";

    static final Set<String> CLASSES = Set.of(EXECUTOR.replace('/', '.'), WORKER.replace('/', '.'));

    private static final String OF_TASK = "(Ljava/lang/Object;Ljava/lang/Object;)V";

    /** What the JDK's source has; one that is missing is another class than this was written for. */
    private static final Set<String> OF_EXECUTOR = Set.of(
            "execute(Ljava/lang/Runnable;)V",
            "reject(Ljava/lang/Runnable;)V",
            "remove(Ljava/lang/Runnable;)Z",
            "getTask()Ljava/lang/Runnable;");

    private static final Set<String> OF_WORKER = Set.of("run()V", "this$0", "firstTask");

    private final Set<String> expected;
    private final Set<String> missing;

    private TaskHooks(ClassVisitor next, Set<String> expected) {
        super(Opcodes.ASM9, next);
        this.expected = expected;
        this.missing = new HashSet<>(expected);
    }

    /**
     * The class file of one of these classes with the calls.
     *
     * @throws IllegalStateException if it has not what is expected of it
     */
    static byte[] weave(ClassReader reader) {
        ClassWriter writer = new ClassWriter(reader, 0);
        TaskHooks hooks = new TaskHooks(writer, reader.getClassName().equals(EXECUTOR) ? OF_EXECUTOR : OF_WORKER);
        reader.accept(hooks, 0);
        if (!hooks.missing.isEmpty()) {
            throw new IllegalStateException("no " + String.join(", ", hooks.missing) + " in " + reader.getClassName());
        }
        return writer.toByteArray();
    }

    /** Weaves them without use, so that what that needs is loaded: the next time may be in a thread of the application. */
    static void warmUp(WeavingTroubles troubles) {
        for (String type : CLASSES) {
            try {
                weave(ClassFile.ofResource(null, type).reader());
            } catch (IOException | RuntimeException e) {
                troubles.failed(type, e); // of this JDK; spans have no queue time then
            }
        }
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String generic, Object value) {
        missing.remove(name);
        return super.visitField(access, name, descriptor, generic, value);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String generic, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, generic, exceptions);
        if (!expected.contains(name + descriptor)) {
            return next;
        }
        missing.remove(name + descriptor);
        return new Calls(next, name);
    }

    private static final class Calls extends MethodVisitor {
        private static final int MORE_STACK = 3;

        private final String method;

        Calls(MethodVisitor next, String method) {
            super(Opcodes.ASM9, next);
            this.method = method;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            switch (method) {
                case "execute":
                    callWithArgument("queued");
                    break;
                case "reject":
                    callWithArgument("refused");
                    break;
                case "run":
                    visitVarInsn(Opcodes.ALOAD, 0);
                    visitFieldInsn(Opcodes.GETFIELD, WORKER, "this$0", "L" + EXECUTOR + ";");
                    visitVarInsn(Opcodes.ALOAD, 0);
                    visitFieldInsn(Opcodes.GETFIELD, WORKER, "firstTask", "Ljava/lang/Runnable;");
                    call("started", OF_TASK);
                    break;
                default: // at the end
            }
        }

        private void callWithArgument(String what) {
            visitVarInsn(Opcodes.ALOAD, 0);
            visitVarInsn(Opcodes.ALOAD, 1);
            call(what, OF_TASK);
        }

        private void call(String what, String descriptor) {
            visitMethodInsn(Opcodes.INVOKESTATIC, BootClass.NAME, what, descriptor, false);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.ARETURN) {
                visitInsn(Opcodes.DUP);
                visitVarInsn(Opcodes.ALOAD, 0);
                call("taken", OF_TASK);
            } else if (opcode == Opcodes.IRETURN) {
                visitInsn(Opcodes.DUP);
                visitVarInsn(Opcodes.ALOAD, 0);
                visitVarInsn(Opcodes.ALOAD, 1);
                call("removed", "(ZLjava/lang/Object;Ljava/lang/Object;)V");
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitMaxs(int stack, int locals) {
            super.visitMaxs(stack + MORE_STACK, locals);
        }
    }
}
