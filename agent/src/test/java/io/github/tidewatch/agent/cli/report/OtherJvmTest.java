package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that say of which JVM they are, one after the other. */
class OtherJvmTest {
    private static final int BEGIN_AT = 32; // begin, duration and ticks
    private static final int HEADER = 68;

    @TempDir
    static Path directory;

    private static Path first;
    private static Path second;
    private static Path other;

    @BeforeAll
    static void record() throws Exception {
        first = recordThis("first.jfr");
        second = recordThis("second.jfr");
        other = directory.resolve("other.jfr");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:StartFlightRecording=dumponexit=true,filename=" + other,
                        "-version")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("java.log").toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(other).isNotEmptyFile();
    }

    private static Path recordThis(String name) throws IOException {
        Path file = directory.resolve(name);
        try (Recording recording = new Recording()) {
            recording.enable("jdk.JVMInformation");
            recording.start();
            new ThreadDelay().of(null, "main", 11).spent(6, 0, 4, 0, 0).commit();
            recording.stop();
            recording.dump(file);
        }
        return file;
    }

    @Test
    void severalRecordingsOfOneJvmAreOneReport() {
        Ran ran = Ran.tidewatch("report", first.toString(), second.toString());
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void recordingsOfTwoJvmsAreRefusedThoughTheirTimesDiffer() {
        Ran ran = Ran.tidewatch("report", first.toString(), other.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("recordings of different JVMs: ")
                .contains(first + " is of process " + ProcessHandle.current().pid() + ", started ")
                .contains(other + " is of process ");
    }

    @Test
    void oneFileOfTheChunksOfTwoJvmsIsRefused() throws IOException {
        Path joined = directory.resolve("joined.jfr");
        try (OutputStream out = Files.newOutputStream(joined)) {
            Files.copy(first, out);
            Files.copy(other, out);
        }
        Ran ran = Ran.tidewatch("report", joined.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("recordings of different JVMs: ", "jfr disassemble --max-chunks 1");
    }

    @Test
    void chunksOfTwoJvmsThatBeganAtTheSameInstantAreNotTakenForOne() throws IOException {
        ByteBuffer edited = ByteBuffer.wrap(Files.readAllBytes(other));
        byte[] begin = Arrays.copyOfRange(Files.readAllBytes(first), BEGIN_AT, BEGIN_AT + 3 * Long.BYTES);
        edited.position(BEGIN_AT);
        edited.put(begin);
        Path restored = Files.write(directory.resolve("restored.jfr"), edited.array());
        Ran ran = Ran.tidewatch("report", first.toString(), restored.toString());
        assertThat(ran.code()).as("%s", ran).isEqualTo(1);
        assertThat(ran.err())
                .contains("recordings of different JVMs: " + first + " is of process ")
                .contains(restored + " is of process ");
    }

    @Test
    void aCopyThatIsDamagedAtItsBeginIsOfTheSameJvm() throws IOException {
        byte[] bytes = Files.readAllBytes(first);
        Arrays.fill(bytes, HEADER, HEADER + 40, (byte) 0x7f);
        Path damaged = Files.write(directory.resolve("damaged.jfr"), bytes);
        Ran ran = Ran.tidewatch("report", first.toString(), damaged.toString());
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(ran.err()).contains("1 of its 1 chunks are in another of the files too; they count once.");
    }
}
