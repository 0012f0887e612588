package io.github.tidewatch.agent.cli.report.flame;

import io.github.tidewatch.text.PrintableText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Set;
import java.util.stream.Collectors;
import one.convert.Arguments;
import one.convert.CallStack;
import one.convert.FlameGraph;
import one.convert.Frame;

/** A flame graph as async-profiler's converter draws it; its unit is the microsecond. */
final class FlameHtml {
    /** In percent: narrower frames are not drawn. */
    private static final double LEAST_WIDTH = 0.01;

    private static final String NAMES = "const cpool = [";
    private static final String END_OF_NAMES = "\n];";

    private final Set<FlamePart> parts;
    private final FlameGraph graph;
    private final CallStack stack = new CallStack();

    FlameHtml(Set<FlamePart> parts) {
        this.parts = parts;
        Arguments arguments = new Arguments();
        arguments.title =
                parts.stream().map(FlamePart::label).collect(Collectors.joining(", ")) + ", by stack (statistical)";
        arguments.minwidth = LEAST_WIDTH;
        graph = new FlameGraph(arguments);
    }

    void add(Deque<String> frames, FlamePart part, long micros) {
        if (micros == 0) {
            return;
        }
        stack.clear();
        int left = frames.size();
        for (String frame : frames) {
            boolean coloured = parts.size() == 1 || --left == 0;
            stack.push(PrintableText.of(frame), coloured ? part.colour() : Frame.TYPE_JIT_COMPILED);
        }
        graph.addSample(stack, micros);
    }

    /** All of the page. */
    String page() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            graph.dump(out);
        }
        String page = bytes.toString(StandardCharsets.UTF_8);
        int names = page.indexOf(NAMES) + NAMES.length();
        int end = page.indexOf(END_OF_NAMES, names);
        if (names < NAMES.length() || end < 0) {
            throw new IllegalStateException("the page of the flame graph has no names");
        }
        return inMicroseconds(page.substring(0, names)) + harmless(page.substring(names, end)) + page.substring(end);
    }

    /** The converter's page, or its template, with the unit of these graphs. */
    static String inMicroseconds(String page) {
        return page.replace("'1 sample'", "'1 µs'").replace("' samples'", "' µs'");
    }

    /**
     * The names are packed: for what a name has in common with the one before stands one character, which may be any. So they
     * are looked at as they are written.
     */
    private static String harmless(String names) {
        return names.replace("<", "\\u003c");
    }
}
