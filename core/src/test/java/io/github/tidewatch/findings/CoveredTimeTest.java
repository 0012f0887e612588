package io.github.tidewatch.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoveredTimeTest {
    private final CoveredTime covered = new CoveredTime(10);

    @Test
    void aGapIsNotCovered() {
        covered.add(3600, 3700);
        covered.add(0, 100);
        covered.add(50, 120);
        assertThat(covered.length()).isEqualTo(220);
        assertThat(covered.length(100, 3650)).isEqualTo(70);
        assertThat(covered.stretches()).isEqualTo(2);
        assertThat(covered.holds(10, 125)).isTrue();
        assertThat(covered.holds(100, 3600)).isFalse();
    }

    @Test
    void aShortGapIsBridgedWhateverTheOrder() {
        covered.add(210, 300);
        covered.add(0, 100);
        covered.add(105, 205);
        assertThat(covered.length()).isEqualTo(300);
        assertThat(covered.stretches()).isEqualTo(1);
    }

    @Test
    void isOfBoundedSize() {
        for (int i = 0; i < 100_000; i++) {
            covered.add(i * 1000L, i * 1000L + 1);
        }
        assertThat(covered.stretches()).isLessThanOrEqualTo(10_000);
    }
}
