package io.github.tidewatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/metrics.md say what there is. Tests run in the module's directory. */
class MetricsPageTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static List<String> rows(String begin) throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "metrics.md")).stream()
                .filter(line -> line.startsWith("| `" + begin))
                .toList();
    }

    private static List<String> code(String row) {
        Matcher code = CODE.matcher(row);
        return code.results().map(found -> found.group(1)).toList();
    }

    @Test
    void eachCounterStandsThereWithItsAttributeAndTheValuesOfIt() throws IOException {
        List<String> rows = rows("tidewatch.");
        assertThat(rows.stream().map(row -> code(row).get(0)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(LiveMetric.values())
                        .map(LiveMetric::metricName)
                        .toList());
        for (LiveMetric metric : LiveMetric.values()) {
            String attributes = rows.stream()
                    .filter(row -> code(row).get(0).equals(metric.metricName()))
                    .map(row -> row.split("\\|", -1)[2])
                    .collect(Collectors.joining());
            Set<String> expected = new TreeSet<>();
            for (int i = 0; i < Slot.COUNT; i++) {
                if (Slot.at(i).metric() == metric && !metric.attribute().isEmpty()) {
                    expected.add(metric.attribute());
                    expected.add(Slot.at(i).value());
                }
            }
            assertThat(code(attributes)).as(metric.metricName()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void eachAlertStandsThere() throws IOException {
        String rules = Files.readString(Dashboard.FOLDER.resolve("alerts.yml"));
        List<String> alerts = Pattern.compile("- alert: (\\w+)")
                .matcher(rules)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(rows("Tidewatch").stream().map(row -> code(row).get(0))).containsExactlyElementsOf(alerts);
    }

    @Test
    void itsBoundsAreThoseOfTheCode() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "metrics.md")))
                .contains(LiveMetrics.MOST_GROUPS + " groups have", "Spans have " + SpanNames.MOST + " combinations");
    }
}
