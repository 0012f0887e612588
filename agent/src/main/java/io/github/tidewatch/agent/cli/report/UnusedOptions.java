package io.github.tidewatch.agent.cli.report;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Options that have no effect beside another: to ignore one would not be what its user wants. */
final class UnusedOptions {
    private UnusedOptions() {}

    /** Throws if one of these was given beside that one. */
    static void refuse(CommandLine commandLine, String beside, String... options) {
        List<String> given = new ArrayList<>();
        for (String option : options) {
            if (commandLine.getParseResult().hasMatchedOption(option)) {
                given.add(option);
            }
        }
        if (!given.isEmpty()) {
            throw new ParameterException(
                    commandLine,
                    beside + " cannot be combined with " + String.join(", ", given) + ": leave out one of the two.");
        }
    }
}
