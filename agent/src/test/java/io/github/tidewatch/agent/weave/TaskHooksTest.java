package io.github.tidewatch.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.CheckClassAdapter;

/** The calls that the JDK's executor gets. The JVM does not verify classes of the JDK, so that an invalid one would end it. */
class TaskHooksTest {
    private static final String EXECUTOR = "java.util.concurrent.ThreadPoolExecutor";
    private static final String RETURN = "return";

    static List<String> classes() {
        return List.copyOf(TaskHooks.CLASSES);
    }

    private static byte[] woven(String type) throws IOException {
        return TaskHooks.weave(ClassFile.ofResource(null, type).reader());
    }

    /** By method what it calls of ours, and where it returns a reference. */
    private static Map<String, List<String>> calls(String woven) throws IOException {
        Map<String, List<String>> calls = new TreeMap<>();
        new ClassReader(woven(woven))
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String type, String generic, String[] exceptions) {
                                List<String> of = calls.computeIfAbsent(name, any -> new ArrayList<>());
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode,
                                            String owner,
                                            String called,
                                            String descriptor,
                                            boolean isInterface) {
                                        if (owner.equals(BootClass.NAME)) {
                                            of.add(called);
                                        }
                                    }

                                    @Override
                                    public void visitInsn(int opcode) {
                                        if (opcode == Opcodes.ARETURN) {
                                            of.add(RETURN);
                                        }
                                    }
                                };
                            }
                        },
                        0);
        return calls;
    }

    @Test
    void aTaskIsToldWhereItIsQueuedRefusedRemovedTakenAndStarted() throws IOException {
        Map<String, List<String>> executor = calls(EXECUTOR);
        assertThat(executor.get("execute")).containsExactly("queued");
        assertThat(executor.get("reject")).containsExactly("refused");
        assertThat(executor.get("remove")).isNotEmpty().containsOnly("removed");
        List<String> getTask = executor.get("getTask");
        assertThat(getTask).hasSizeGreaterThan(1).hasSize(getTask.size() / 2 * 2);
        for (int i = 0; i < getTask.size(); i += 2) {
            assertThat(getTask.subList(i, i + 2)).containsExactly("taken", RETURN);
        }
        assertThat(calls(EXECUTOR + "$Worker").get("run")).containsExactly("started");
    }

    @ParameterizedTest
    @MethodSource("classes")
    void theWovenClassIsValid(String type) throws IOException {
        StringWriter errors = new StringWriter();
        CheckClassAdapter.verify(
                new ClassReader(woven(type)),
                ClassLoader.getPlatformClassLoader(),
                false,
                new PrintWriter(errors, true));
        assertThat(errors.toString()).isEmpty();
    }
}
