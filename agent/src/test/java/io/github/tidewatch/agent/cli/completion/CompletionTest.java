package io.github.tidewatch.agent.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.testing.RequiresProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a bash, which is asked to complete as it does when Tab is pressed. */
class CompletionTest {
    @TempDir
    Path directory;

    @Test
    @RequiresProgram("bash")
    void bashCompletesCommandsOptionsAndTheirValues() throws Exception {
        assertThat(complete("st")).containsExactly("stats");
        assertThat(complete("")).contains("doctor", "attach", "top", "stats", "report", "completion");
        assertThat(complete("man", "")).containsExactlyInAnyOrderElementsOf(complete(""));
        assertThat(complete("top", "--on")).containsExactly("--once");
        assertThat(complete("top", "--sort", "del")).containsExactly("delay");
    }

    /** What bash would offer for the last of the words. */
    private List<String> complete(String... words) throws IOException, InterruptedException {
        Path script = directory.resolve("tidewatch.bash");
        if (!Files.exists(script)) {
            Ran ran = Ran.tidewatch("completion");
            assertThat(ran.code()).as(ran.toString()).isZero();
            Files.writeString(script, ran.out());
        }
        String line = "tidewatch " + String.join(" ", words);
        // compopt is for a Tab that was really pressed.
        String ask = "set -e; compopt() { :; }; . " + script
                + "; COMP_WORDS=(tidewatch \"$@\"); COMP_CWORD=$#; COMP_LINE='" + line
                + "'; COMP_POINT=${#COMP_LINE}; f=$(complete -p tidewatch | sed 's/.*-F \\([^ ]*\\).*/\\1/');"
                + " $f tidewatch \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD-1]}\" || true;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        ProcessBuilder builder = new ProcessBuilder("bash", "--norc", "-c", ask, "bash");
        builder.command().addAll(List.of(words));
        Process bash = builder.redirectErrorStream(true).start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return List.of(out.strip().split("\\s+", -1));
    }
}
