package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.text.Limitation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingStatusTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path directory;

    @Test
    void whatTheThreadHadWaitedBeforeTidewatchWasStartingIsNotInItsTime() throws IOException {
        Path schedstat = Files.writeString(directory.resolve("schedstat"), "5000000000 7000000000 9\n");
        StartingStatus status = new StartingStatus(schedstat.toFile());
        Files.writeString(schedstat, "5020000000 7010000000 11\n");
        assertThat(status.starting()).contains(", of which it was on a CPU for 0.02 s and waited for one for 0.01 s;");

        Files.delete(schedstat);
        assertThat(status.starting())
                .as("where this kernel does not say")
                .endsWith("when the recording or its chunk ended");
    }

    @Test
    void theRemedyIsFoundWhereLinesOfStatusHaveIt() {
        assertThat(Limitation.parse("all of it" + StartingStatus.because(SECOND, 0, SECOND))
                        .remedy())
                .isEqualTo("record for longer");
        assertThat(Limitation.parse("all of it" + StartingStatus.because(SECOND, SECOND, SECOND))
                        .remedy())
                .isEqualTo("this process gets too few CPUs, give it more or record for longer");
    }
}
