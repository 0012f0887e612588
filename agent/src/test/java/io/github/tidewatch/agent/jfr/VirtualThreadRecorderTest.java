package io.github.tidewatch.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualThreadRecorderTest {
    @ParameterizedTest
    @CsvSource({
        "20 ms, 20000000",
        "1ms, 1000000",
        "1000000000 ns, 1000000000",
        "' 3  us ', 3000",
        "0 ns, 0",
        "2 s, 2000000000",
        "1 m, 60000000000",
        "1 h, 3600000000000",
        "1 d, 86400000000000",
        "999999999 d, 9223372036854775807",
        "infinity, 9223372036854775807",
        "20, 20000000",
        "-1 ms, 20000000",
        "'', 20000000",
        ", 20000000",
        "99999999999999999999 ns, 20000000",
    })
    void aThresholdIsReadAsJfrReadsItAndTheDefaultHoldsWhereItCannotBeRead(String text, long nanos) {
        assertThat(VirtualThreadRecorder.nanos(text)).isEqualTo(nanos);
    }
}
