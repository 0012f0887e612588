package io.github.tidewatch.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "worker", "grüßend €", "crab 🦀 and 🐙🐙", "a\0b\0", "\0", "🦀"})
    void modifiedUtf8AndPlainUtf8GiveTheSameText(String text) throws IOException {
        assertThat(decode(modified(text))).isEqualTo(text);
        assertThat(decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83E", "x\uDD80", "\uDD80\uD83E", "\uD83Ey"})
    void halfACharacterIsShownAsOneThatCannotBeRead(String text) throws IOException {
        assertThat(decode(modified(text))).contains("\uFFFD").doesNotContain("\uD83E", "\uDD80");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aPairThatIsCutAnywhereIsNoCharacterAndNoError(int left) throws IOException {
        byte[] cut = Arrays.copyOf(modified("n🦀"), 1 + left);

        assertThat(decode(cut)).startsWith("n\uFFFD").matches("n\uFFFD+");
    }

    private static String decode(byte[] text) {
        byte[] within = new byte[text.length + 4];
        Arrays.fill(within, (byte) 0xC0);
        System.arraycopy(text, 0, within, 2, text.length);
        return JvmText.decode(within, 2, text.length);
    }

    /** By the JDK's own writer of it. */
    private static byte[] modified(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeUTF(text);
        return Arrays.copyOfRange(bytes.toByteArray(), 2, bytes.size());
    }
}
