package io.github.tidewatch.agent.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class MountWeaverTest {
    @Test
    void aClassThatIsOtherThanIsKnownIsRefusedWithWhatIsOther() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, 0, "java/lang/VirtualThread", null, "java/lang/Object", null);
        MethodVisitor submit = writer.visitMethod(0, "otherSubmitRunContinuation", "()V", null, null);
        submit.visitCode();
        submit.visitInsn(Opcodes.RETURN);
        submit.visitMaxs(0, 1);
        submit.visitEnd();
        writer.visitEnd();
        assertThatThrownBy(() -> MountWeaver.weave(writer.toByteArray()))
                .isInstanceOf(NoSuchMethodException.class)
                .hasMessageContaining("[otherSubmitRunContinuation()V]");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
    void theCallsStandWhereTheThreadHasOneOwner() throws Exception {
        byte[] original;
        try (InputStream in = ClassLoader.getSystemResourceAsStream("java/lang/VirtualThread.class")) {
            original = in.readAllBytes();
        }
        List<String> run = new ArrayList<>();
        new ClassReader(MountWeaver.weave(original))
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return name.equals("runContinuation") ? new Called(run) : null;
                            }
                        },
                        0);
        run.removeIf(call -> !call.contains("ount"));
        assertThat(run)
                .containsExactly(
                        "TidewatchMountCalls.mount",
                        "VirtualThread.mount",
                        "VirtualThread.unmount",
                        "TidewatchMountCalls.unmounted",
                        "VirtualThread.unmount",
                        "TidewatchMountCalls.unmounted");
    }

    private static final class Called extends MethodVisitor {
        private final List<String> calls;

        Called(List<String> calls) {
            super(Opcodes.ASM9);
            this.calls = calls;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            calls.add(owner.substring(owner.lastIndexOf('/') + 1) + "." + name);
        }
    }
}
