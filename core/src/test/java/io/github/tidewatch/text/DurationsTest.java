package io.github.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "499, 0 us",
        "999_499, 999 us",
        "999_500, 1.0 ms",
        "9_960_000, 10 ms",
        "999_499_999, 999 ms",
        "999_600_000, 1.00 s",
        "11_650_000_000, 11.65 s",
        "999_994_000_000, 999.99 s",
        "999_996_000_000, 1000 s",
        "5_079_400_000_000, 5079 s",
        "100_000_000_000_000, 27.8 h"
    })
    void isWrittenInTheUnitThatSuitsIt(String nanos, String text) {
        assertThat(Durations.text(Long.parseLong(nanos.replace("_", "")))).isEqualTo(text);
    }
}
