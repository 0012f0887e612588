package io.github.tidewatch.agent.cli.report.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import io.github.tidewatch.recording.Chunk;
import io.github.tidewatch.recording.ChunkFile;
import io.github.tidewatch.recording.ChunkRepair;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where no file can be made in java.io.tmpdir. */
class TemporaryFolderTest {
    private final String usual = System.getProperty("java.io.tmpdir");

    @TempDir
    Path directory;

    private Path whole;
    private Path nowhere;

    @BeforeEach
    void record() throws IOException {
        whole = TestEvents.record(directory, () -> new ThreadDelay()
                .of(null, "main", 11)
                .spent(6, 0, 4, 0, 0)
                .commit());
        nowhere = directory.resolve("nowhere");
        System.setProperty("java.io.tmpdir", nowhere.toString());
    }

    @AfterEach
    void restore() {
        System.setProperty("java.io.tmpdir", usual);
    }

    @Test
    void aWholeRecordingOfOneChunkNeedsNoCopy() {
        Ran ran = Ran.tidewatch("report", whole.toString());
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("\nmain ");
    }

    @Test
    void whatNeedsACopyIsRefusedWithAdviceWhere() throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(directory.resolve("cut.jfr"), Arrays.copyOf(bytes, bytes.length - 10));
        Path several = directory.resolve("several.jfr");
        try (OutputStream out = Files.newOutputStream(several)) {
            out.write(bytes);
            out.write(bytes);
        }
        Path zipped = directory.resolve("zipped.jfr.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(bytes);
        }
        for (Path file : new Path[] {cut, several, zipped}) {
            Ran ran = Ran.tidewatch("report", file.toString());
            assertThat(ran.code()).as("%s", ran).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err())
                    .contains(file + " is not read. ")
                    .contains(nowhere.toString())
                    .contains("-Djava.io.tmpdir=DIRECTORY");
        }
    }

    @Test
    void aFullDiskIsNotTakenForADamagedRecording() throws IOException {
        Chunk chunk = ChunkFile.scan(whole).chunks().get(0);
        assertThatThrownBy(() -> ChunkRepair.copy(whole, chunk, Path.of("/dev/full")))
                .isInstanceOfSatisfying(ChunkRepair.TargetFailed.class, failed -> assertThat(
                                new TemporaryFolder.Unusable(failed.reason()))
                        .hasMessageContaining("(No space left on device)")
                        .hasMessageContaining("-Djava.io.tmpdir=DIRECTORY"));
    }
}
