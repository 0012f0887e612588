package io.github.tidewatch.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskNameTest {
    @ParameterizedTest
    @CsvSource({
        "grüßender-Fädchen, grüßender-Fä", // nothing is cut within a character
        "vierzehn-Byte-ü, vierzehn-Byte-",
        "dreizehn-Byte€, dreizehn-Byte",
        "zwölf-Byte..😀, zwölf-Byte..",
    })
    void aCharacterThatTheKernelHasCutIsLeftOut(String given, String shown) {
        byte[] bytes = given.getBytes(StandardCharsets.UTF_8);

        assertThat(TaskName.decode(bytes, 0, Math.min(15, bytes.length))).isEqualTo(shown);
    }

    /** As a JVM sets it: each half of the pair has three bytes. */
    @Test
    void anEmojiOfAJavaThreadIsShownAndIsLeftOutWhereTheKernelHasCutIt() {
        byte[] crab = {(byte) 0xED, (byte) 0xA0, (byte) 0xBE, (byte) 0xED, (byte) 0xB6, (byte) 0x80};
        byte[] whole = "io-1-2345......".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(crab, 0, whole, 9, 6);
        byte[] cut = "io-1-234567....".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(crab, 0, cut, 11, 4);

        assertThat(TaskName.decode(whole, 0, 15)).isEqualTo("io-1-2345🦀");
        assertThat(TaskName.decode(cut, 0, 15)).isEqualTo("io-1-234567");
    }

    @Test
    void aCharacterThatAbbreviatingHasCutInTheMiddleIsLeftOut() {
        byte[] bytes = "pool-1ü..ü-thr2".getBytes(StandardCharsets.ISO_8859_1); // a lone byte at either side

        assertThat(TaskName.decode(bytes, 0, bytes.length)).isEqualTo("pool-1..-thr2");
    }

    @Test
    void otherBytesThatAreNoCharactersAreShownAsSuch() {
        assertThat(TaskName.decode(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3}, 0, 4))
                .isEqualTo("a\uFFFDb\uFFFD");
        assertThat(TaskName.decode(new byte[] {'x', 'a', 'b'}, 1, 2)).isEqualTo("ab");
        assertThat(TaskName.decode(new byte[0], 0, 0)).isEmpty();
    }
}
