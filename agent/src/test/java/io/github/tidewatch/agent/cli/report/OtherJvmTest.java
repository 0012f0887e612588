package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that say of which JVM they are, one after the other. */
class OtherJvmTest {
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
}
