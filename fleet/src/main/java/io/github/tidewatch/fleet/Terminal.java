package io.github.tidewatch.fleet;

import io.github.tidewatch.text.PrintableText;
import java.io.PrintStream;

/** Where a command writes. */
record Terminal(PrintStream out, PrintStream err) {
    void warn(String text) {
        err.println(PrintableText.of("warning: " + text));
    }

    void say(String text) {
        out.println(PrintableText.of(text));
        out.flush();
    }
}
