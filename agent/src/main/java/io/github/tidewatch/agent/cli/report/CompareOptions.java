package io.github.tidewatch.agent.cli.report;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that compares two recordings. */
final class CompareOptions {
    @Option(
            names = "--baseline",
            paramLabel = "BASELINE",
            description = "Only says what changed from this recording to FILE, by group of threads, part of their time,"
                    + " cause and span, and what of it is no chance; with --html or --flame also as a page.")
    private Path baseline;

    /** The earlier recording; null if none is asked for. */
    Path baseline() {
        return baseline;
    }
}
