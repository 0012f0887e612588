package io.github.tidewatch.agent.cli.report.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What recordings say of the threshold of spans. */
class SpanThresholdTest {
    @Test
    void aThresholdLongerThanCanBeCountedIsTheLongest() {
        assertThat(SpanThreshold.nanos("999999999 d")).hasValue(Long.MAX_VALUE);
    }

    @Test
    void aThresholdIsANumberWithAUnit() {
        assertThat(SpanThreshold.nanos("20 ms")).hasValue(20_000_000);
        assertThat(SpanThreshold.nanos("0ns")).hasValue(0);
        assertThat(SpanThreshold.nanos("999999999 ns")).hasValue(999_999_999);
        assertThat(SpanThreshold.nanos("20")).isEmpty();
        assertThat(SpanThreshold.nanos("null")).isEmpty();
    }
}
