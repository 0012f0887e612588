package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.text.Limitation;
import org.junit.jupiter.api.Test;

class StartingStatusTest {
    private static final long SECOND = 1_000_000_000;

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
