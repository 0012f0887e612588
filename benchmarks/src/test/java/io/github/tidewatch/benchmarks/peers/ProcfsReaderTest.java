package io.github.tidewatch.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcfsReaderTest {
    @Test
    void readsAllThreadsAndFindsTheirNames() throws Exception {
        ProcfsReader reader = new ProcfsReader();
        int threads = reader.pass(true);
        assertThat(threads).isGreaterThan(5);
        assertThat(reader.nameOf(ownTid())).isEqualTo(Thread.currentThread().getName());
        double before = reader.checksum();
        reader.pass(false);
        assertThat(reader.checksum()).as("what was counted between the passes").isGreaterThan(before);
    }

    private static String ownTid() throws Exception {
        return java.nio.file.Files.readSymbolicLink(java.nio.file.Path.of("/proc/thread-self"))
                .getFileName()
                .toString();
    }
}
