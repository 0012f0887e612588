package io.github.tidewatch.agent.cli.console;

import io.github.tidewatch.text.PrintableText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Lets nothing through to a terminal that steers it, but line ends, tabs and, if they are wanted, colours: whatever
 * message or name it comes from. What is written at once must not end within a character or a colour.
 */
final class PrintableWriter extends FilterWriter {
    private final boolean colours;

    PrintableWriter(Writer out, boolean colours) {
        super(out);
        this.colours = colours;
    }

    @Override
    public void write(int c) throws IOException {
        write(String.valueOf((char) c));
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
        write(new String(buffer, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        write(text.substring(offset, offset + length));
    }

    @Override
    public void write(String text) throws IOException {
        int from = 0;
        for (int escape = text.indexOf(Style.ESCAPE); colours && escape >= 0; ) {
            int end = Style.endOf(text, escape);
            if (end > 0) {
                out.write(PrintableText.lines(text.substring(from, escape)));
                out.write(text, escape, end - escape);
                from = end;
            }
            escape = text.indexOf(Style.ESCAPE, escape + 1);
        }
        out.write(PrintableText.lines(text.substring(from)));
    }
}
