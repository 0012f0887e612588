package io.github.tidewatch.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PidNamespaceTest {

    @ParameterizedTest
    @CsvSource({
        "'Name:\tx\nNSpid:\t41\nNSpgid:\t7\n', 41",
        "'Name:\tx\nNSpid:\t3041\t41\t9\nNSpgid:\t7\n', 9",
        "'Name:\tNSpid:\n', 0",
        "'Name:\tx\nNSpid:\t3041\t12', 12"
    })
    void theTidIsTheInnermostNumber(String status, int tid) {
        byte[] bytes = status.getBytes(StandardCharsets.US_ASCII);
        assertThat(PidNamespace.tid(bytes, bytes.length)).isEqualTo(tid);
    }

    @Test
    void aTaskWithANameThatTheKernelHasCutWithinACharacterHasItsTid(@TempDir Path directory) throws IOException {
        Path task = Files.createDirectory(directory.resolve("3041"));
        Files.write(
                task.resolve("status"),
                "Name:\t\u00f0\u009f\nNSpid:\t3041\t41\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(PidNamespace.tidOf(task)).isEqualTo(41);
        Files.writeString(task.resolve("status"), "Name:\tx\n");
        assertThat(PidNamespace.tidOf(task)).as("before Linux 4.1").isEqualTo(3041);
    }
}
