package io.github.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    @ParameterizedTest
    @CsvSource({
        "\\u001b[2J,            ?[2J",
        "\\u009b31m,            ?31m",
        "\\u0007\\u0000\\u007f, ???",
        "a\\nb\\tc\\u0085d,     a b c d",
        "a\\r\\nb,              a  b",
        "a\\u2028b\\u2029c,     a b c",
        "\\u202e\\u2066\\u200f, ???",
        "ma\\u200bin,           ma?in",
        "ma\\u200din\\ufeff,    ma?in?",
        "a\\u00adb,             a?b",
        "\\ud83d!,              ?!",
        "!\\ude00,              !?",
        "\\udb40\\udc41,        ?",
    })
    void whatSteersATerminalOrIsNotSeenIsReplaced(String escaped, String printable) {
        assertThat(PrintableText.of(unescaped(escaped))).isEqualTo(printable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "main",
                "pool-1-thread-1 (\\u00e9t\\u00e9)",
                "\\u7dda\\u7a0b-1",
                "\\ud83d\\ude00-1",
                "e\\u0301"
            })
    void whatCanBeSeenStays(String escaped) {
        String text = unescaped(escaped);
        assertThat(PrintableText.of(text)).isEqualTo(text);
        assertThat(PrintableText.lines(text + "\n\t" + text)).isEqualTo(text + "\n\t" + text);
    }

    @Test
    void aLongNameIsCutInTheMiddle() {
        assertThat(PrintableText.shortened("data-plane-kafka-request-handler-17", 32))
                .isEqualTo("data-plane-kafk..uest-handler-17");
        assertThat(PrintableText.shortened("main", 4)).isEqualTo("main");
        assertThat(PrintableText.shortened("mains", 4)).isEqualTo("m..s");
    }

    @Test
    void noCutDividesACharacter() {
        SplittableRandom random = new SplittableRandom(7);
        String[] characters = {"a", "\ud83d\ude00", "e\u0301", "\u7dda", "o\u0308\u0323"};
        for (int i = 0; i < 1000; i++) {
            StringBuilder name = new StringBuilder();
            for (int j = random.nextInt(40); j >= 0; j--) {
                name.append(characters[random.nextInt(characters.length)]);
            }
            int most = 4 + random.nextInt(20);
            String cut = PrintableText.shortened(name.toString(), most);
            assertThat(cut.codePointCount(0, cut.length())).isLessThanOrEqualTo(most);
            String[] ends = cut.split("\\.\\.", -1);
            assertThat(name.toString()).startsWith(ends[0]).endsWith(ends[ends.length - 1]);
            assertThat(cut).doesNotContain("?");
            assertThat(ends[ends.length - 1].isEmpty() || !PrintableText.isMark(ends[ends.length - 1].codePointAt(0)))
                    .isTrue();
            assertThat(ends[0]).doesNotEndWith(ends.length > 1 ? "o\u0308" : "\u0000");
        }
    }

    private static String unescaped(String text) {
        String points = Pattern.compile("\\\\u([0-9a-f]{4})")
                .matcher(text)
                .replaceAll(found -> Character.toString((char) Integer.parseInt(found.group(1), 16)));
        return points.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
    }
}
