package io.github.tidewatch.agent.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in an interactive zsh in a terminal of its own: lines are typed, and Tab pressed. */
class ZshCompletionTest {
    private static final long PATIENCE_SECONDS = 60;

    /** Types the line and Tab, and then a widget that prints what the line has become. */
    private static final String DRIVER = String.join(
            "\n",
            "zmodload zsh/zpty || exit 3",
            "zpty shell 'stty columns 500; exec zsh -f -i'",
            "zpty -w shell 'PS1= PS2= RPS1=; cd '${(q)2}'; autoload -Uz compinit; compinit -u -D'",
            "zpty -w shell 'eval \"$(cat '${(q)1}')\"'",
            "zpty -w shell 'typed() { print -r -- \"<<$BUFFER>>\" > '${(q)3}'; exit }; zle -N typed; bindkey \"^X\" typed'",
            "zpty -w shell 'print -r REA\"\"DY'",
            "seen=; while [[ $seen != *READY* ]]; do zpty -r shell part || exit 4; seen+=$part; done",
            "zpty -w -n shell \"$4\"$'\\t\\x18'",
            "while zpty -r shell part; do print -rn -- \"$part\"; done");

    @TempDir
    Path directory;

    private Path script;

    @BeforeEach
    void script() throws IOException {
        Ran ran = Ran.tidewatch("completion");
        assertThat(ran.code()).as(ran.toString()).isZero();
        script = Files.writeString(directory.resolve("script"), ran.out());
    }

    @Test
    @RequiresProgram("zsh")
    void completesCommandsOptionsAndTheirValues() throws Exception {
        assertThat(complete("tidewatch st")).isEqualTo("tidewatch stats ");
        assertThat(complete("tidewatch top --on")).isEqualTo("tidewatch top --once ");
        assertThat(complete("tidewatch top --sort del")).isEqualTo("tidewatch top --sort delay ");
        assertThat(complete("tidewatch man comp")).isEqualTo("tidewatch man completion ");
    }

    @Test
    @RequiresProgram("zsh")
    void completesFilesAndDirectories() throws Exception {
        Files.createFile(
                Files.createDirectories(directory.resolve("recordings")).resolve("app.jfr"));

        assertThat(complete("tidewatch report rec")).isEqualTo("tidewatch report recordings/");
        assertThat(complete("tidewatch report recordings/a")).isEqualTo("tidewatch report recordings/app.jfr ");
        assertThat(complete("tidewatch attach 1 --record rec")).isEqualTo("tidewatch attach 1 --record recordings/");
    }

    @Test
    void leavesTheUsersAliasesAlone() throws IOException {
        assertThat(Files.readString(script)).doesNotContain("setopt", "alias compopt");
    }

    /** What the line is after Tab. */
    private String complete(String line) throws IOException, InterruptedException {
        Path typed = directory.resolve("typed");
        Path out = directory.resolve("out");
        Files.deleteIfExists(typed);
        ProcessBuilder builder = new ProcessBuilder("zsh", "-f", "-c", DRIVER, "zsh");
        builder.command().addAll(List.of(script.toString(), directory.toString(), typed.toString(), line));
        builder.environment().put("TERM", "dumb");
        Process zsh =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        boolean ended = zsh.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        zsh.destroyForcibly();
        String printed = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(ended).as(printed).isTrue();
        Skip.unless(zsh.exitValue() != 3, "this zsh has no module zsh/zpty");
        assertThat(printed).doesNotContain("not found", "error");
        assertThat(typed).as(printed).exists();
        String content = Files.readString(typed);
        return content.substring(2, content.lastIndexOf(">>"));
    }
}
