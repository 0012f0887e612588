package io.github.tidewatch.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    private Path folder;

    @Test
    void aCommandThatDoesNotEndIsEnded() throws Exception {
        Path out = Files.createFile(folder.resolve("out"));
        assertThatThrownBy(() -> Report.run(List.of("sh", "-c", "echo $$; exec sleep 600"), out, 1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no answer within 1 s of sh");
        ProcessHandle.of(Long.parseLong(Files.readString(out).strip()))
                .ifPresent(left -> assertThat(left.onExit()).succeedsWithin(java.time.Duration.ofSeconds(60)));
    }

    @Test
    void anAnswerThatIsNotTheCommandsIsNoResult() throws Exception {
        Path noJar = folder.resolve("no.jar");
        Path recording = Files.createFile(folder.resolve("test.jfr"));
        assertThatThrownBy(() -> Report.of(noJar, recording, List.of("cpuDelay(*) < 5 %")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("no.jar", "the recording is kept: " + recording);
    }
}
