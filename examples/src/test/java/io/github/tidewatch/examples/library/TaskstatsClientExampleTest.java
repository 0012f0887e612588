package io.github.tidewatch.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskstatsClientExampleTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "me", "99999999999", "--seconds"})
    void refusesWhatIsNoTid(String argument) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertThat(TaskstatsClientExample.run(new String[] {"1", argument}, System.out, err))
                .isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "A TID is a whole number from 1 on, not " + argument + ".",
                        "Usage: java -jar tidewatch-examples.jar taskstats-client [TID...]");
    }
}
