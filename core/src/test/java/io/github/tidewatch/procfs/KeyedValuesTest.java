package io.github.tidewatch.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Numbers of the kernel's texts: what a text does not say is unknown, never zero nor another number. */
class KeyedValuesTest {
    private static final byte[] KEY = KeyedValues.key("nr_throttled");

    private static long find(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return KeyedValues.find(bytes, bytes.length, KEY);
    }

    private static long findFromEnd(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return KeyedValues.findFromEnd(bytes, bytes.length, KEY);
    }

    @Test
    void aValueIsThatOfTheLineWithItsKey() {
        assertThat(find("nr_throttled 3\n")).isEqualTo(3);
        assertThat(find("nr_periods 7\nnr_throttled 3\nx 1\n")).isEqualTo(3);
        assertThat(findFromEnd("nr_periods 7\nnr_throttled 3\nx 1\n")).isEqualTo(3);
        assertThat(find("nr_throttled 999999999999999999\n")).isEqualTo(999_999_999_999_999_999L);
        assertThat(find("nr_throttled 9223372036854775807\n")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsDamagedIsUnknownAndNotZero() {
        for (String damaged : new String[] {
            "",
            "nr_throttled",
            "nr_throttled ",
            "nr_throttled x\n",
            "nr_throttled 1",
            "nr_throttled 1x\n",
            "nr_throttled -1\n",
            "nr_throttled 9223372036854775808\n",
            "nr_throttled 99999999999999999999\n",
            "xnr_throttled 3\n"
        }) {
            assertThat(find(damaged)).as(damaged).isEqualTo(KeyedValues.UNKNOWN);
            assertThat(findFromEnd("x 1\n" + damaged)).as(damaged).isEqualTo(KeyedValues.UNKNOWN);
        }
    }

    @Test
    void aTextThatIsNotAllOfItANumberIsUnknown() {
        assertThat(KeyedValues.number("42")).isEqualTo(42);
        for (String text : new String[] {"", "max", "-1", "+1", "1 2", "1\n2", " 1", "1x"}) {
            assertThat(KeyedValues.number(text)).as(text).isEqualTo(KeyedValues.UNKNOWN);
        }
    }

    @Test
    void aNumberThatIsTooLargeInAnotherUnitIsUnknown() {
        assertThat(KeyedValues.times(7, 1000)).isEqualTo(7000);
        assertThat(KeyedValues.times(KeyedValues.UNKNOWN, 1000)).isEqualTo(KeyedValues.UNKNOWN);
        assertThat(KeyedValues.times(999_999_999_999_999_999L, 1000)).isEqualTo(KeyedValues.UNKNOWN);
    }
}
