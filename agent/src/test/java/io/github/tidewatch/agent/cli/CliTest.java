package io.github.tidewatch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CliTest {
    static Iterable<String> commands() {
        return Commands.names();
    }

    @Test
    void helpNamesEveryCommandAndExitCode() {
        Ran help = Ran.tidewatch("--help");

        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: tidewatch [-hV] COMMAND");
        Commands.names().forEach(name -> assertThat(help.out()).containsPattern("\n  " + name + " +\\S+"));
        assertThat(help.out()).contains("  0   done", "  1   ", "  2   wrong usage");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithoutColoursWithinTheWidth(String name) {
        Ran help = Ran.tidewatch(name, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: tidewatch " + name).doesNotContain("\u001b");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void noCommandIsWrongUsageAndNamesTheCommands() {
        Ran ran = Ran.tidewatch();

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("error: a command is needed: " + String.join(", ", Commands.names()));
    }

    @Test
    void aMistypedCommandIsNamedAndACommandSuggested() {
        Ran ran = Ran.tidewatch("stat");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("'stat'", "Did you mean: ", "tidewatch stats", "tidewatch --help");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anUnknownOptionIsNamedWithTheUsage(String name) {
        Ran ran = Ran.tidewatch(name, "1", "--no-such-option");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("'--no-such-option'", "usage: tidewatch " + name, "'tidewatch " + name + " --help'");
    }

    @Test
    void versionIsTheJars() {
        assertThat(Ran.tidewatch("--version").out()).isEqualTo("tidewatch 1.2.3\n");
    }
}
