package io.github.tidewatch.agent.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.report.compare.Comparison;
import io.github.tidewatch.agent.cli.report.compare.ComparisonText;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that compares two recordings, and what it prints. */
final class CompareOptions {
    @Option(
            names = "--baseline",
            paramLabel = "BASELINE",
            description = "Only says what changed from this recording to FILE, by group of threads, part of their time,"
                    + " cause and span, and what of it is no chance.")
    private Path baseline;

    /** The earlier recording; null if none is asked for. */
    Path baseline() {
        return baseline;
    }

    /** Prints what changed; returns the exit code. */
    static int print(Comparison comparison, boolean asJson, Screen screen) {
        if (asJson) {
            try (JsonWriter json = screen.json()) {
                ComparisonText.write(comparison, json);
            } catch (IOException e) {
                throw new CommandFailure("the comparison cannot be written: " + ErrorText.of(e), e);
            }
        } else {
            ComparisonText.print(comparison, screen);
        }
        return comparison.exitCode();
    }
}
