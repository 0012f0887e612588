package io.github.tidewatch.agent.cli.report;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a flame graph. */
final class FlameOptions {
    @Option(
            names = "--flame",
            paramLabel = "PART",
            description =
                    "Where in the code that time went, as a flame graph: cpu, cpu-delay, block-io, wait or all. By the"
                            + " stacks of Flight Recorder's own events, so statistical.")
    private String part;

    @Option(
            names = "--out",
            paramLabel = "OUT",
            description =
                    "Where --flame writes: OUT.html for browsers, OUT.pb.gz for pprof, OUT.collapsed for other tools.")
    private Path file;

    /** The graph that is asked for; empty if none is. */
    Optional<FlameOutput> output(CommandLine commandLine) {
        try {
            return part == null && file == null ? Optional.empty() : Optional.of(FlameOutput.of(part, file));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
    }
}
