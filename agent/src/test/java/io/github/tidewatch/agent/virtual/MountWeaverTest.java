package io.github.tidewatch.agent.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.agent.testing.Jdks;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(ints = {21, 25, 26})
    void theCallsStandWhereTheThreadHasOneOwner(int feature) throws Exception {
        assertThat(callsBy(woven(feature)).get("runContinuation()V"))
                .filteredOn(call -> call.contains("ount"))
                .containsExactly(
                        "TidewatchMountCalls.mount",
                        "VirtualThread.mount",
                        "VirtualThread.unmount",
                        "TidewatchMountCalls.unmounted",
                        "VirtualThread.unmount",
                        "TidewatchMountCalls.unmounted");
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 25, 26})
    void whereTheTimeOfAWaitHasPassedItIsSaidBeforeTheThreadIsGivenToTheScheduler(int feature) throws Exception {
        Map<String, List<String>> calls = callsBy(woven(feature));
        List<String> inAll = calls.values().stream().flatMap(List::stream).collect(Collectors.toList());
        if (feature == 21) { // a monitor holds the carrier
            assertThat(inAll).isNotEmpty().doesNotContain("TidewatchMountCalls.expired");
            return;
        }
        assertThat(inAll).containsOnlyOnce("TidewatchMountCalls.expired");
        assertThat(calls.get("waitTimeoutExpired(B)V"))
                .containsSubsequence("TidewatchMountCalls.expired", "VirtualThread.lazySubmitRunContinuation");
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 25, 26})
    void noThreadIsGivenToTheSchedulerWithoutACallAndNoStartHasTwo(int feature) throws Exception {
        Map<String, List<String>> calls = callsBy(woven(feature));
        List<String> submitting = calls.entrySet().stream()
                .filter(method -> method.getValue().contains("TidewatchMountCalls.submit"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
        assertThat(submitting)
                .hasSize(feature == 21 ? 3 : 4)
                .allMatch(method -> method.contains("ubmitRunContinuation"));
        calls.forEach((method, called) -> {
            if (called.contains("VirtualThread.submitRunContinuation(Ljava/util/concurrent/Executor;Z)V")) {
                assertThat(submitting).contains(method);
            }
        });
        String start = feature == 21 ? "submitRunContinuation()V" : "externalSubmitRunContinuationOrThrow()V";
        assertThat(calls.get(start)).containsOnlyOnce("TidewatchMountCalls.submit");
    }

    private static byte[] woven(int feature) throws Exception {
        Path home = Jdks.home(feature);
        try (FileSystem runtime =
                FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()))) {
            return MountWeaver.weave(
                    Files.readAllBytes(runtime.getPath("/modules/java.base/java/lang/VirtualThread.class")));
        }
    }

    /** Which methods each method calls. */
    private static Map<String, List<String>> callsBy(byte[] classFile) {
        Map<String, List<String>> calls = new HashMap<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return new Called(calls.computeIfAbsent(name + descriptor, key -> new ArrayList<>()));
                            }
                        },
                        0);
        return calls;
    }

    private static final class Called extends MethodVisitor {
        private final List<String> calls;

        Called(List<String> calls) {
            super(Opcodes.ASM9);
            this.calls = calls;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            String call = owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
            calls.add(call + (descriptor.contains("Executor;Z") ? descriptor : ""));
        }
    }
}
