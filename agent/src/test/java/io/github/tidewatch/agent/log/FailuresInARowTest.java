package io.github.tidewatch.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresInARowTest {
    private final List<String> said = new ArrayList<>();
    private final FailuresInARow failures = new FailuresInARow(100);

    @Test
    void aHundredFailuresThatAreNotInARowSwitchNothingOff() {
        for (int i = 0; i < 300; i++) {
            fail();
            if (i % 99 == 0) {
                failures.succeeded();
            }
        }
        assertThat(failures.areTooMany()).isFalse();
        assertThat(said).as("said once, however often").containsExactly("failed");
    }

    @Test
    void aHundredInARowSwitchOffForGoodAndAreSaidOnce() {
        for (int i = 0; i < 150; i++) {
            fail();
        }
        failures.succeeded(); // one that was under way
        assertThat(failures.areTooMany()).isTrue();
        assertThat(said).containsExactly("failed", "off");
    }

    private void fail() {
        failures.failed(() -> said.add("failed"), () -> said.add("off"));
    }
}
