package io.github.tidewatch.agent.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.check.Checks;
import io.github.tidewatch.agent.cli.report.check.Outcome;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that holds recordings against limits, and what it prints. */
final class CheckOptions {
    /** The worst last: one that fails is certain, whatever is not of others. */
    private static final Comparator<Outcome.Result> BY_WEIGHT =
            Comparator.comparing(result -> result == Outcome.Result.HOLDS ? 0 : 4 - result.exitCode());

    @Option(
            names = "--assert",
            paramLabel = "ASSERTION",
            description = "Only says whether this holds, such as 'cpuDelay(http-*) < 5 %%' of a group of threads or"
                    + " 'p99(checkout) < 200 ms' of spans; may be given several times.")
    private List<String> assertions = List.of();

    /** The assertions; empty if there is none. */
    Optional<Checks> checks(CommandLine commandLine) {
        try {
            return assertions.isEmpty() ? Optional.empty() : Optional.of(new Checks(assertions));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, "--assert " + e.getMessage(), e);
        }
    }

    /** Prints what came of them; returns the exit code. */
    static int print(List<Outcome> outcomes, boolean asJson, Screen screen) {
        if (asJson) {
            printJson(outcomes, screen);
        } else {
            outcomes.forEach(outcome -> screen.out().println(Text.printable(outcome.line())));
        }
        return outcomes.stream()
                .map(Outcome::result)
                .max(BY_WEIGHT)
                .orElse(Outcome.Result.HOLDS)
                .exitCode();
    }

    private static void printJson(List<Outcome> outcomes, Screen screen) {
        try (JsonWriter json = screen.json()) {
            json.beginObject().name("assertions").beginArray();
            for (Outcome outcome : outcomes) {
                json.beginObject();
                json.name("assertion").value(outcome.assertion());
                json.name("result").value(outcome.result().word());
                json.name("sentence").value(outcome.sentence());
                json.endObject();
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new CommandFailure("the result cannot be written: " + ErrorText.of(e), e);
        }
    }

    /** Prints that nothing can be said; returns the exit code. */
    static int printNothing(String why, Screen screen) {
        screen.err().println(Outcome.Result.INCONCLUSIVE.word() + ": " + why);
        return Outcome.Result.INCONCLUSIVE.exitCode();
    }
}
