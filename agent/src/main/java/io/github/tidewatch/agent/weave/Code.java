package io.github.tidewatch.agent.weave;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Whether code may take long at all: it calls other code, loops, or takes a lock. */
final class Code extends MethodVisitor {
    private final Set<Label> passed = new HashSet<>();
    private boolean mayTakeLong;

    Code() {
        super(Opcodes.ASM9);
    }

    boolean mayTakeLong() {
        return mayTakeLong;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        mayTakeLong = true;
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        mayTakeLong = true;
    }

    @Override
    public void visitInsn(int opcode) {
        mayTakeLong |= opcode == Opcodes.MONITORENTER;
    }

    @Override
    public void visitLabel(Label label) {
        passed.add(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        mayTakeLong |= passed.contains(label);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
        visitLookupSwitchInsn(otherwise, null, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
        visitJumpInsn(Opcodes.GOTO, otherwise);
        for (Label label : labels) {
            visitJumpInsn(Opcodes.GOTO, label);
        }
    }
}
