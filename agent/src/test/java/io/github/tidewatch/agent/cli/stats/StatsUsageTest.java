package io.github.tidewatch.agent.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Ran;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is named, with what is allowed. */
class StatsUsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stats | nothing to show: give thread ids",
                "stats abc | allowed is a whole number from 1 to 2147483647",
                "stats --pid 0 | allowed is a whole number from 1 to 2147483647",
                "stats --listen 0-x | allowed are \"all\", or numbers and ranges of CPUs",
                "stats --listen 0 -v | --listen CPUS goes with --json and --duration only",
                "stats --listen 0 --duration 5 | allowed is a whole number with the unit ms, s, m or h",
                "stats --listen 0 --duration 0s | allowed is a whole number with the unit ms, s, m or h",
                "stats 1 --duration 5s | --duration goes with --listen CPUS only",
                "stats --json -d 1 | --json has every field",
            })
    void wrongUsageIsExplained(String line, String explanation) {
        Ran ran = Ran.tidewatch(line.split(" "));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(explanation, "usage: tidewatch stats", "'tidewatch stats --help'");
    }
}
