package io.github.tidewatch.agent.cli.report.flame;

import io.github.tidewatch.text.PrintableText;

/** Makes names of threads and methods, which others chose, harmless in what a flame graph is written as. */
final class FrameText {
    private FrameText() {}

    /** In the collapsed format a semicolon ends a frame. */
    static String collapsed(String frame) {
        return PrintableText.of(frame).replace(';', ':');
    }

    /** In a script within a page nothing may end the script or begin a comment. */
    static String inScript(String frame) {
        return PrintableText.of(frame).replace("</", "< /").replace("<!", "< !");
    }
}
