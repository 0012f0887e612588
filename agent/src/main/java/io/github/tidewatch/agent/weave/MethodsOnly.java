package io.github.tidewatch.agent.weave;

import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Attribute;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.ModuleVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.RecordComponentVisitor;
import net.bytebuddy.jar.asm.TypePath;

/** Of a class file what methods it declares, without code, generics and relations to other classes: to describe it needs no other. */
final class MethodsOnly extends ClassVisitor {
    private MethodsOnly(ClassVisitor next) {
        super(Opcodes.ASM9, next);
    }

    static byte[] of(ClassReader reader) {
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                new MethodsOnly(writer), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    @Override
    public void visit(int version, int access, String name, String generic, String superName, String[] interfaces) {
        super.visit(version, access & ~Opcodes.ACC_RECORD, name, null, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String generic, String[] exceptions) {
        super.visitMethod(access, name, descriptor, null, null).visitEnd();
        return null;
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String generic, Object value) {
        return null;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return null;
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(int reference, TypePath path, String descriptor, boolean visible) {
        return null;
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(String name, String descriptor, String generic) {
        return null;
    }

    @Override
    public ModuleVisitor visitModule(String name, int access, String version) {
        return null;
    }

    @Override
    public void visitAttribute(Attribute attribute) {}

    @Override
    public void visitInnerClass(String name, String outerName, String innerName, int access) {}

    @Override
    public void visitOuterClass(String owner, String name, String descriptor) {}

    @Override
    public void visitNestHost(String host) {}

    @Override
    public void visitNestMember(String member) {}

    @Override
    public void visitPermittedSubclass(String subclass) {}
}
