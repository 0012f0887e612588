package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command → render → model ← recording. Tests run in the module's directory. */
class ReportPackagesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/github/tidewatch/agent/cli/report");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?io\\.github\\.tidewatch\\.([a-z]+(?:\\.[a-z]+)*)\\.[A-Z]");

    @ParameterizedTest
    @CsvSource({
        "model, findings metrics",
        "recording, agent.cli.report.model agent.cli.console",
        "render, agent.cli.report.model agent.cli.console findings metrics text"
    })
    void importsOnly(String name, String allowed) throws IOException {
        Set<String> imported = new TreeSet<>();
        for (Path source : sources(SOURCES.resolve(name))) {
            Matcher matcher = IMPORT.matcher(Files.readString(source));
            while (matcher.find()) {
                imported.add(matcher.group(1));
            }
        }
        imported.remove("metrics"); // everybody's words
        assertThat(imported).isNotEmpty().isSubsetOf(allowed.split(" ", -1));
    }

    private static List<Path> sources(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
        }
    }
}
