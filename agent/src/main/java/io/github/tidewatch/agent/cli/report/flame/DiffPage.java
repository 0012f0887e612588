package io.github.tidewatch.agent.cli.report.flame;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import one.convert.ResourceProcessor;

/**
 * The converter's page for graphs of two recordings: coloured by what changed, with both times in each second. The converter
 * itself has none.
 */
final class DiffPage {
    private static final String PALETTE = "const palette = [";
    private static final String END_OF_PALETTE = "];";
    private static final String SAMPLES = "function samples(n) {";
    private static final String END_OF_SAMPLES = "\n\t}\n";
    private static final String DETAILS = "details: (int ?";
    private static final String END_OF_DETAILS = "\n\t\t});";

    private DiffPage() {}

    /** The page, with the converter's placeholders for title, height, depth, names and frames. */
    static String template() {
        String page = ResourceProcessor.getResource("/flame.html");
        String colours = Arrays.stream(DiffColour.values())
                .map(colour -> String.format("[0x%06x, 6, 6, 6]", colour.colour()))
                .collect(Collectors.joining(", "));
        page = replaced(page, PALETTE, END_OF_PALETTE, PALETTE + colours + END_OF_PALETTE);
        page = replaced(page, DETAILS, END_OF_DETAILS, "details: compared(width0, inln, key & 7)" + END_OF_DETAILS);
        return replaced(page, SAMPLES, END_OF_SAMPLES, functions());
    }

    private static String replaced(String page, String begin, String end, String by) {
        int from = page.indexOf(begin);
        int to = page.indexOf(end, from + begin.length());
        if (from < 0 || to < 0) {
            throw new IllegalStateException("the page of the flame graph has no " + begin);
        }
        return page.substring(0, from) + by + page.substring(to + end.length());
    }

    private static String functions() {
        try (InputStream in = DiffPage.class.getResourceAsStream("diff-functions.js")) {
            if (in == null) {
                throw new IllegalStateException("the jar has no diff-functions.js");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
