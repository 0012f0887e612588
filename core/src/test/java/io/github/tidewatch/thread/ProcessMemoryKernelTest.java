package io.github.tidewatch.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessMemoryKernelTest {
    private final SystemCalls calls = HostSystemCalls.get();

    @Test
    void whereTheCallIsForbiddenTheFileIsReadAndClosed() throws Exception {
        int before = openMemory();
        try (ProcessMemory memory = new ProcessMemory(withoutTheCall())) {
            assertThatThrownBy(() -> memory.readInt(0)).isInstanceOf(MappingException.class);
            assertThat(openMemory()).isEqualTo(before + 1);
        }
        assertThat(openMemory()).isEqualTo(before);
    }

    private SystemCalls withoutTheCall() {
        return (SystemCalls) Proxy.newProxyInstance(
                SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("processVmReadv")) {
                        return -(long) Errno.EPERM.number();
                    }
                    try {
                        return method.invoke(calls, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static int openMemory() throws IOException {
        List<Path> descriptors;
        try (Stream<Path> listed = Files.list(Path.of("/proc/self/fd"))) {
            descriptors = listed.collect(Collectors.toList());
        }
        int count = 0;
        for (Path descriptor : descriptors) {
            try {
                count += Files.readSymbolicLink(descriptor).endsWith("mem") ? 1 : 0;
            } catch (IOException e) {
                // the listing's own is closed again
            }
        }
        return count;
    }
}
