package io.github.tidewatch.agent.span;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanWarningsTest {
    private final SpanWarnings warnings = new SpanWarnings();

    @Test
    void failuresWithSuccessesBetweenDoNotSwitchSpansOff() {
        for (int i = 0; i < 300; i++) {
            warnings.failed(new IllegalStateException());
            warnings.succeeded();
        }
        assertThat(warnings.areTooManyFailures()).isFalse();
        for (int i = 0; i < 100; i++) {
            warnings.failed(new IllegalStateException());
        }
        assertThat(warnings.areTooManyFailures()).isTrue();
    }
}
