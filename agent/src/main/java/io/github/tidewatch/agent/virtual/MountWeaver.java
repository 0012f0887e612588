package io.github.tidewatch.agent.virtual;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Inserts the calls of {@link MountCalls} into the JDK's class of virtual threads: before a carrier mounts a thread, after it has
 * unmounted it, where a thread is given to the scheduler, where the time has passed for which it waits for a monitor, where it
 * parks together with its carrier, and at its end. Not at the ends of the method that does most of this: before it returns, another
 * carrier may have the thread.
 *
 * <p>The class differs by version. One of which any of these is not as known is left as it is.
 */
final class MountWeaver implements ClassFileTransformer {
    private static final String THREAD = "java/lang/VirtualThread";
    private static final String OF_THREAD = "(Ljava/lang/Thread;)V";
    private static final String OF_STATE = "(Ljava/lang/Thread;I)V";
    private static final String OF_TIMEOUT = "(Ljava/lang/Thread;IJ)V";
    private static final String SUBMIT = "ubmitRunContinuation";

    /** Only called by others of these, and where there is no place for the thread it would be lost twice. */
    private static final String INNER_SUBMIT = "submitRunContinuation(Ljava/util/concurrent/Executor;Z)V";

    private static final String EXPIRED = "waitTimeoutExpired(B)V";
    private static final String PARK_PINNED = "parkOnCarrierThread(ZJ)V";
    private static final String DONE = "afterDone(Z)V";
    private static final String RUN = "runContinuation()V";
    private static final int STACK = 4;

    /** What gives a thread to the scheduler: in JDK 21, and from 24 or 25 on. */
    private static final List<Set<String>> KNOWN = List.of(
            Set.of(
                    "submitRunContinuation()V",
                    "lazySubmitRunContinuation(Ljava/util/concurrent/ForkJoinPool;)V",
                    "externalSubmitRunContinuation(Ljava/util/concurrent/ForkJoinPool;)V"),
            Set.of(
                    "submitRunContinuation()V",
                    INNER_SUBMIT,
                    "lazySubmitRunContinuation()V",
                    "externalSubmitRunContinuation(Ljava/util/concurrent/ForkJoinPool;)V",
                    "externalSubmitRunContinuationOrThrow()V"));

    private static final Map<String, Integer> STATES = Map.of(
            "STARTED",
            MountRow.STARTED,
            "UNPARKED",
            MountRow.UNPARKED,
            "YIELDED",
            MountRow.YIELDED,
            "TIMED_PARKING",
            MountRow.TIMED_PARKING);

    /** Where monitors do not hold carriers. */
    private static final Map<String, Integer> MONITOR_STATES =
            Map.of("UNBLOCKED", MountRow.UNBLOCKED, "TIMED_WAITING", MountRow.TIMED_WAITING);

    private final Class<?> target;
    private volatile String failure = "it was not asked for";

    MountWeaver(Class<?> target) {
        this.target = target;
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        if (redefined != target) {
            return null;
        }
        try {
            byte[] woven = weave(classFile);
            failure = null;
            return woven;
        } catch (Throwable e) {
            failure = e instanceof NoSuchMethodException ? e.getMessage() : e.toString();
            return null;
        }
    }

    /**
     * Has the class woven.
     *
     * @throws NoSuchMethodException if it is not as known, with what is not
     */
    void weaveInto(Instrumentation instrumentation) throws UnmodifiableClassException, NoSuchMethodException {
        instrumentation.addTransformer(this, true);
        try {
            instrumentation.retransformClasses(target);
        } finally {
            instrumentation.removeTransformer(this);
        }
        if (failure != null) {
            throw new NoSuchMethodException(failure);
        }
    }

    /** The class file with the calls. */
    static byte[] weave(byte[] classFile) throws NoSuchMethodException {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        Calls calls = new Calls(writer);
        reader.accept(calls, 0);
        calls.check();
        return writer.toByteArray();
    }

    private static final class Calls extends ClassVisitor {
        private final Set<String> submits = new TreeSet<>();
        private boolean hasState;
        private boolean hasTimeout;
        private final Map<String, Object> states = new HashMap<>();
        private int mounts;
        private int unmounts;
        private int expired;
        private int others;

        Calls(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            hasState |= name.equals("state") && descriptor.equals("I") && (access & Opcodes.ACC_VOLATILE) != 0;
            hasTimeout |= name.equals("timeout") && descriptor.equals("J");
            if (STATES.containsKey(name) || MONITOR_STATES.containsKey(name)) {
                states.put(name, value);
            }
            return super.visitField(access, name, descriptor, signature, value);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            String method = name + descriptor;
            if (name.contains(SUBMIT)) {
                submits.add(method);
                return method.equals(INNER_SUBMIT) ? next : new AtBegin(next, "submit", true);
            }
            switch (method) {
                case RUN:
                    return new AroundMount(next);
                case DONE:
                    others++;
                    return new AtBegin(next, "done", false);
                case EXPIRED:
                    return new BeforeSubmit(next);
                case PARK_PINNED:
                    others++;
                    return new AroundPark(next);
                default:
                    return next;
            }
        }

        void check() throws NoSuchMethodException {
            if (!KNOWN.contains(submits)) {
                throw new NoSuchMethodException("this JDK gives virtual threads to their scheduler by " + submits);
            }
            Map<String, Object> expected = new HashMap<>(STATES);
            if (hasTimeout) {
                expected.putAll(MONITOR_STATES);
            }
            if (!hasState
                    || !states.equals(expected)
                    || expired != (hasTimeout ? 1 : 0)
                    || mounts != 1
                    || unmounts != 2
                    || others != 2) {
                throw new NoSuchMethodException("this JDK's virtual threads are other than is known");
            }
        }

        private static class Woven extends MethodVisitor {
            Woven(MethodVisitor next) {
                super(Opcodes.ASM9, next);
            }

            void call(String method) {
                visitVarInsn(Opcodes.ALOAD, 0);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, MountClass.NAME, method, OF_THREAD, false);
            }

            @Override
            public void visitMaxs(int stack, int locals) {
                super.visitMaxs(stack + STACK, locals);
            }
        }

        private static final class AtBegin extends Woven {
            private final String method;
            private final boolean withState;

            AtBegin(MethodVisitor next, String method, boolean withState) {
                super(next);
                this.method = method;
                this.withState = withState;
            }

            @Override
            public void visitCode() {
                super.visitCode();
                if (withState) {
                    visitVarInsn(Opcodes.ALOAD, 0);
                    visitVarInsn(Opcodes.ALOAD, 0);
                    visitFieldInsn(Opcodes.GETFIELD, THREAD, "state", "I");
                    visitMethodInsn(Opcodes.INVOKESTATIC, MountClass.NAME, method, OF_STATE, false);
                } else {
                    call(method);
                }
            }
        }

        private static final class AroundPark extends Woven {
            AroundPark(MethodVisitor next) {
                super(next);
            }

            @Override
            public void visitCode() {
                super.visitCode();
                call("pinned");
            }

            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.RETURN || opcode == Opcodes.ATHROW) {
                    call("unpinned");
                }
                super.visitInsn(opcode);
            }
        }

        /** Where it is called that gives the thread to the scheduler. */
        private final class BeforeSubmit extends Woven {
            BeforeSubmit(MethodVisitor next) {
                super(next);
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                if (owner.equals(THREAD) && name.contains(SUBMIT)) {
                    expired++;
                    call("expired");
                }
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }

        private final class AroundMount extends Woven {
            AroundMount(MethodVisitor next) {
                super(next);
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                boolean isOwn = owner.equals(THREAD) && descriptor.equals("()V");
                if (isOwn && name.equals("mount")) {
                    mounts++;
                    call("mount");
                }
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                if (isOwn && name.equals("unmount")) {
                    unmounts++;
                    callUnmounted();
                }
            }

            private void callUnmounted() {
                visitVarInsn(Opcodes.ALOAD, 0);
                visitVarInsn(Opcodes.ALOAD, 0);
                visitFieldInsn(Opcodes.GETFIELD, THREAD, "state", "I");
                if (hasTimeout) {
                    visitVarInsn(Opcodes.ALOAD, 0);
                    visitFieldInsn(Opcodes.GETFIELD, THREAD, "timeout", "J");
                } else {
                    visitInsn(Opcodes.LCONST_0);
                }
                super.visitMethodInsn(Opcodes.INVOKESTATIC, MountClass.NAME, "unmounted", OF_TIMEOUT, false);
            }
        }
    }
}
