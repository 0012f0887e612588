package io.github.tidewatch.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
}
