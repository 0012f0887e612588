package io.github.tidewatch.waits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallTableTest {
    @Test
    void eachCallHasTheNumbersOfTheKernelsHeaders() throws IOException {
        Map<String, String> built = new LinkedHashMap<>();
        for (WaitingCall call : WaitingCall.values()) {
            built.put(call.name().toLowerCase(Locale.ROOT), call.x86 + " " + call.generic);
        }
        assertThat(built).containsExactlyEntriesOf(captured());
    }

    private static Map<String, String> captured() throws IOException {
        Map<String, String> numbers = new LinkedHashMap<>();
        try (InputStream file = CallTableTest.class.getResourceAsStream("syscall-numbers.txt")) {
            new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .forEach(words -> numbers.put(words[0], words[1]));
        }
        return numbers;
    }

    @Test
    void aNumberMeansWhatItsArchitectureSays() {
        CallTable x86 = CallTable.of("amd64").orElseThrow();
        CallTable generic = CallTable.of("aarch64").orElseThrow();
        assertThat(x86.call(202)).isEqualTo(WaitingCall.FUTEX);
        assertThat(generic.call(202)).isEqualTo(WaitingCall.ACCEPT);
        assertThat(generic.call(98)).isEqualTo(WaitingCall.FUTEX);
        assertThat(x86.call(0)).isEqualTo(WaitingCall.READ);
        assertThat(generic.call(0)).isNull();
    }

    @Test
    void anUnknownNumberAndNoCallAreNone() {
        CallTable x86 = CallTable.of("x86_64").orElseThrow();
        for (int number : new int[] {-1, 39, 511, 512, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(x86.call(number)).isNull();
        }
        assertThat(CallTable.of("s390x")).isEmpty();
    }
}
