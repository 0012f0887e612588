package io.github.tidewatch.agent.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void oneDecimalIsAsFormatterWritesIt() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 10_000; i++) {
            double number = (random.nextDouble() - 0.2) * Math.pow(10, random.nextInt(8));
            assertThat(Text.oneDecimal(number))
                    .isEqualTo(String.format(Locale.ROOT, "%.1f", number).replaceFirst("^-0\\.0$", "0.0"));
        }
    }

    @Test
    void amountsTakeFiveCharactersAtMost() {
        assertThat(Text.amount(0)).isEqualTo("0");
        assertThat(Text.amount(999.4)).isEqualTo("999");
        assertThat(Text.amount(999.5)).isEqualTo("1.0k");
        assertThat(Text.amount(99_449)).isEqualTo("99.4k");
        assertThat(Text.amount(1.5e18)).isEqualTo("1.5E");
    }

    @Test
    void aBarIsAsLongAsTheShareThatIsDone() {
        assertThat(Progress.bar(1, 2, false, "reading", "50 %"))
                .isEqualTo("reading  " + "#".repeat(15) + ".".repeat(15) + "  50 %");
        assertThat(Progress.bar(9, 2, true, "reading", ""))
                .contains("\u2588".repeat(30))
                .doesNotContain("\u2591");
    }

    @Test
    void aNameFitsByTheColumnsThatATerminalTakesForIt() {
        assertThat(Text.columns("\u7dda\u7a0b")).isEqualTo(4);
        assertThat(Text.fit("\u7dda\u7a0b-\u7dda\u7a0b-1", 8)).isEqualTo("\u7dda..\u7a0b-1");
        assertThat(Text.fit("\u7dda\u7a0b-1", 6)).isEqualTo("\u7dda\u7a0b-1");
        assertThat(Text.fit("worker-of-e\u0301", 8)).isEqualTo("wor..f-e\u0301");
        assertThat(Text.cut("a\ud83d\ude00b", 2)).isEqualTo("a");
        assertThat(Text.left("\u7dda", 4) + "|").isEqualTo("\u7dda  |");
    }

    @Test
    void aNameOfMarksOnlyIsNotPrintedAtAnyLength() {
        assertThat(Text.fit("a" + "\u0301".repeat(9000), 20)).hasSizeLessThan(100);
    }
}
