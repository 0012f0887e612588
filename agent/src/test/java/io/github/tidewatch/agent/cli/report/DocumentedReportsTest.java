package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.DocumentationTest;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.AssertReportTest.Span;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reports of the pages that need more than a recording of any application, as they stand there but for folders. */
class DocumentedReportsTest {
    private static final String PROGRAM = "tidewatch ";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern FILE = Pattern.compile(".*\\.(jfr|html|collapsed|pftrace)");

    @TempDir
    static Path directory;

    /** The files that the pages speak of: of a service whose threads hardly wait for a CPU. */
    @BeforeAll
    static void record() throws Exception {
        for (String name : List.of("app.jfr", "yesterday.jfr", "today.jfr")) {
            try (Recording recording = new Recording()) {
                recording.start();
                for (int i = 0; i < 60; i++) {
                    new ThreadDelay()
                            .of(null, "http-1", 11)
                            .spent(3, 0, 0, 0, 7)
                            .commit();
                    Span span = new Span();
                    span.name = "checkout";
                    span.begin();
                    Thread.sleep(10);
                    span.commit();
                }
                recording.dump(directory.resolve(name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/regressions.md", "docs/timeline.md"})
    void theReportsOfThePageAreMade(String page) throws Exception {
        List<String> commands = DocumentationTest.commands(page);
        assertThat(commands).hasSizeGreaterThan(1).allMatch(command -> command.startsWith(PROGRAM + "report "));
        for (String command : commands) {
            List<String> words = words(command.substring(PROGRAM.length()));
            Ran ran = Ran.tidewatch(words.toArray(new String[0]));
            assertThat(ran.code()).as("%s: %s%s", command, ran.out(), ran.err()).isZero();
            for (String word : words) {
                if (FILE.matcher(word).matches()) {
                    assertThat(Path.of(word)).as(command).isNotEmptyFile();
                }
            }
        }
    }

    private List<String> words(String command) {
        return WORD.matcher(command).results().map(this::word).collect(Collectors.toList());
    }

    private String word(MatchResult found) {
        String word = found.group(1) == null ? found.group(2) : found.group(1);
        if (word.equals("+60s")) {
            return "+0s"; // these recordings are shorter
        }
        if (word.startsWith("p99(")) {
            return word.replace(" ms", " s"); // on a busy machine a sleep may last for long
        }
        return FILE.matcher(word).matches() ? directory.resolve(word).toString() : word;
    }
}
