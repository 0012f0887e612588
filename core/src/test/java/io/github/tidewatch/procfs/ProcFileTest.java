package io.github.tidewatch.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFileTest {
    @TempDir
    Path directory;

    @Test
    void aSharedFileHoldsNoDescriptorInAProcessThatMayHaveFew() throws IOException {
        Path counter = Files.writeString(directory.resolve("counter"), "1\n");
        ProcBuffer content = new ProcBuffer(16);
        try (ProcFile file = ProcFile.openShared(counter.toString(), false)) {
            file.read(content);
            assertThat(content.bytes()[0]).isEqualTo((byte) '1');
            assertThat(descriptorsOf(counter)).isZero();
            Files.writeString(counter, "2\n");
            file.read(content);
            assertThat(content.bytes()[0]).isEqualTo((byte) '2');
        }
        try (ProcFile file = ProcFile.openShared(counter.toString(), true)) {
            file.read(content);
            assertThat(descriptorsOf(counter)).isEqualTo(1);
        }
        assertThat(descriptorsOf(counter)).isZero();
        assertThatThrownBy(() -> ProcFile.openShared(directory.resolve("none").toString(), false))
                .isInstanceOf(IOException.class);
    }

    private static long descriptorsOf(Path file) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(descriptor -> file.equals(targetOf(descriptor))).count();
        }
    }

    private static Path targetOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            return descriptor; // that of the listing itself
        }
    }
}
