package io.github.tidewatch.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KernelThreadsTest {
    @Test
    void kernelThreadsAreKnownByTheirFlag() {
        assertThat(KernelThreads.isKernelThread("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0"))
                .isTrue();
        assertThat(KernelThreads.isKernelThread("9 (odd) name) S 1 9 9 0 -1 4194304 0 0 0"))
                .isFalse();
    }

    @Test
    void thisProcessIsNone() {
        assertThat(KernelThreads.mayBe((int) ProcessHandle.current().pid())).isFalse();
    }

    @Test
    void anEndedTaskIsNoKernelThreadUnlessTasksMayBeHidden() {
        int beyondAllTids = Integer.MAX_VALUE;
        assertThat(KernelThreads.mayBe(beyondAllTids)).isEqualTo(!Files.isReadable(Path.of("/proc/1/stat")));
    }
}
