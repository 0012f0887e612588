package io.github.tidewatch.agent.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final String HOSTILE = "\u001b[2J\u009b31m\u202e\u200b\u2028\ud83d\r|";

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Screen screen = Screen.of(stdout, stderr, 80);

    @Test
    void whateverACommandPrintsItDoesNotSteerTheTerminal() {
        screen.out().println(HOSTILE + "\tx");
        screen.out().printf("%s%c", HOSTILE, '\u001b');
        screen.err().println(HOSTILE);
        screen.flush();
        assertThat(text(stdout)).isEqualTo("?[2J?31m?? ? |\tx\n?[2J?31m?? ? |?");
        assertThat(text(stderr)).isEqualTo("?[2J?31m?? ? |\n");
    }

    @Test
    void jsonIsUtf8WhateverTheLocale() throws IOException {
        Screen ascii = Screen.of(stdout, stderr, 80, StandardCharsets.US_ASCII);
        ascii.out().print("\u00e9 ");
        ascii.jsonLine("[\"\u00e9\"]");
        try (JsonWriter json = ascii.json()) {
            json.value("\u00e9");
        }
        assertThat(text(stdout)).isEqualTo("? [\"\u00e9\"]\n\"\u00e9\"");
    }

    @Test
    void coloursAreLetThroughWhereTheyAreWantedAndNothingElse() throws IOException {
        StringWriter plain = new StringWriter();
        StringWriter coloured = new StringWriter();
        String text = Style.RED.apply("red") + "\u001b]0;title\u0007\u001b[1;5H\u001b[38;2;1;2;3m\u001b";
        new PrintableWriter(plain, false).write(text);
        new PrintableWriter(coloured, true).write(text);
        assertThat(plain.toString()).isEqualTo("?[31mred?[0m?]0;title??[1;5H?[38;2;1;2;3m?");
        assertThat(coloured.toString()).isEqualTo("\u001b[31mred\u001b[0m?]0;title??[1;5H\u001b[38;2;1;2;3m?");
    }

    @Test
    void jsonHasTheNameItselfAndSteersNoTerminal() throws IOException {
        try (JsonWriter json = screen.json()) {
            json.beginArray().value(HOSTILE).value("\ud83d\ude00 \u00e9\ud83d").endArray();
        }
        String json = text(stdout);
        assertThat(json).contains("\ud83d\ude00 \u00e9\\ud83d").contains("\\u009b31m\\u202e\\u200b");
        assertThat(json.codePoints())
                .allMatch(point -> point == '\n'
                        || Text.printable(Character.toString(point)).equals(Character.toString(point)));
        assertThat(JsonParser.parseString(json).getAsJsonArray().get(0).getAsString())
                .isEqualTo(HOSTILE);
    }

    @Test
    void aTableIsAlignedByColumnsNotByCharacters() {
        Table table = new Table(screen, "thread", "n");
        table.add("\u7dda\u7a0b-1", "1");
        table.add("e\u0301\ud83d\ude00", "22");
        table.print();
        screen.flush();
        assertThat(text(stdout).lines())
                .containsExactly("thread   n", "\u7dda\u7a0b-1   1", "e\u0301\ud83d\ude00     22");
    }

    private static String text(ByteArrayOutputStream bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }
}
