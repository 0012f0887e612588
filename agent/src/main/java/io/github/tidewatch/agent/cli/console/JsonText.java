package io.github.tidewatch.agent.cli.console;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.text.PrintableText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Escapes in JSON what would steer a terminal or cannot be encoded. The value that a parser reads is the same: of what
 * {@link JsonWriter} writes, only the content of strings is not ASCII.
 */
public final class JsonText extends FilterWriter {
    private JsonText(Writer out) {
        super(out);
    }

    /** Writes JSON that is fit for terminals. */
    public static JsonWriter to(Writer out) {
        return new JsonWriter(new JsonText(out));
    }

    @Override
    public void write(int c) throws IOException {
        write(String.valueOf((char) c));
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
        write(new String(buffer, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        int end = offset + length;
        int from = offset;
        for (int i = offset; i < end; i++) {
            char c = text.charAt(i);
            if (c < 0x7f) {
                continue;
            }
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            if (!PrintableText.isPrintable(point)) {
                out.write(text, from, i - from);
                for (int j = i; j < next; j++) {
                    out.write(String.format("\\u%04x", (int) text.charAt(j)));
                }
                from = next;
            }
            i = next - 1;
        }
        out.write(text, from, end - from);
    }
}
