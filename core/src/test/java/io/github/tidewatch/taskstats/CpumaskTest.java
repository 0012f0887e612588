package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpumaskTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"0 0 1", "1-3,5,7-8 1-3,5,7-8 6", "7,5,6 5-7 3", "0-31 0-31 32", "3,3-3 3 1", "8191 8191 1"})
    void listsOfCpus(String text, String shortest, int size) {
        assertThat(Cpumask.parse(text)).hasToString(shortest).isEqualTo(Cpumask.parse(shortest));
        assertThat(Cpumask.parse(text).size()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "1,", "a", "1-", "-1", "3-1", "1--2", "1 2", "0x3", "8192", "99999999999", "1-2-3", "٣"
            })
    void whatIsNoListIsRefused(String text) {
        assertThatThrownBy(() -> Cpumask.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1-3,5,7-8");
    }

    @Test
    void setsAreJoinedAndTakenAway() {
        Cpumask some = Cpumask.parse("0-3").with(Cpumask.parse("8"));
        assertThat(some).hasToString("0-3,8");
        assertThat(some.without(Cpumask.parse("1-7"))).hasToString("0,8");
        assertThat(some.without(some).isEmpty()).isTrue();
        assertThat(Cpumask.none().isEmpty()).isTrue();
        assertThat(Cpumask.none()).hasToString("");
    }
}
