package io.github.tidewatch.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplerDelayTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void saysHowLongTheSamplerGotNoCpu() {
        assertThat(SamplerDelay.describe(31 * SECOND, 38 * SECOND, 20 * SECOND))
                .startsWith("Tidewatch's own sampling waited 31.0 s of 38.0 s for a CPU, up to 20.0 s at once: ")
                .contains("remedy: ");
    }

    @Test
    void saysNothingOfLittle() {
        assertThat(SamplerDelay.describe(SECOND / 2, SECOND, SECOND / 2)).isEmpty();
        assertThat(SamplerDelay.describe(2 * SECOND, 100 * SECOND, SECOND)).isEmpty();
    }
}
