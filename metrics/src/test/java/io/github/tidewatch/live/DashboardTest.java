package io.github.tidewatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import io.github.tidewatch.testing.RequiresProgram;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alert rules name what there is, and Prometheus' own tool understands them. */
class DashboardTest {
    private static final Pattern NAME = Pattern.compile("\\btidewatch_\\w+");

    @TempDir
    Path directory;

    /** What Prometheus may have of Tidewatch: metrics and labels. */
    private static Set<String> known() {
        Set<String> known = new TreeSet<>();
        for (LiveMetric metric : LiveMetric.values()) {
            known.add(metric.metricName().replace('.', '_') + "_seconds_total");
            known.add(metric.attribute().replace('.', '_'));
        }
        String span = LiveMetric.SPAN_DURATION.replace('.', '_') + "_seconds";
        known.addAll(List.of(span + "_bucket", span + "_count", span + "_sum"));
        known.add(LiveMetric.GROUP.replace('.', '_'));
        known.add(LiveMetric.SPAN_NAME.replace('.', '_'));
        return known;
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    @Test
    void eachMetricAndLabelOfDashboardAndRulesIsOneThatThereIs() throws IOException {
        for (String file : List.of("tidewatch.json", "alerts.yml", "alerts-test.yml")) {
            Set<String> names = names(Files.readString(Dashboard.FOLDER.resolve(file)));
            assertThat(names).as(file).hasSizeGreaterThan(4).isSubsetOf(known());
        }
    }

    @Test
    void eachMetricHasAPanelAndAQueryOfItsOwnLetter() throws IOException {
        Set<String> asked = names(String.join(" ", Dashboard.queries().values()));
        for (LiveMetric metric : LiveMetric.values()) {
            if (metric != LiveMetric.RECORDED) {
                assertThat(asked).contains(metric.metricName().replace('.', '_') + "_seconds_total");
            }
        }
        Set<Integer> ids = new TreeSet<>();
        for (JsonElement panel : Dashboard.read().getAsJsonArray("panels")) {
            assertThat(ids.add(panel.getAsJsonObject().get("id").getAsInt())).isTrue();
        }
        assertThat(ids).hasSize(10);
    }

    @Test
    @RequiresProgram("promtool")
    void promtoolUnderstandsEachQueryOfTheDashboard() throws Exception {
        String rules = Dashboard.queries().values().stream()
                .map(query -> "  - record: test:query" + "\n    expr: '" + query.replace("'", "''")
                        + "'\n    labels: {n: \"" + query.hashCode() + "\"}\n")
                .collect(Collectors.joining("", "groups:\n- name: dashboard\n  rules:\n", ""));
        Path file = Files.writeString(directory.resolve("dashboard.yml"), rules);
        Promtool ran = Promtool.run(directory, "", "check", "rules", file.toString());
        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(ran.output()).contains(Dashboard.queries().size() + " rules found");
    }

    @Test
    @RequiresProgram("promtool")
    void eachAlertFiresForWhatItIsForAndNotForAnApplicationThatIsWell() throws Exception {
        String rules = Dashboard.FOLDER.resolve("alerts.yml").toString();
        Promtool checked = Promtool.run(directory, "", "check", "rules", rules);
        assertThat(checked.code()).as(checked.output()).isZero();
        String tests = Dashboard.FOLDER.resolve("alerts-test.yml").toString();
        Promtool tested = Promtool.run(directory, "", "test", "rules", tests);
        assertThat(tested.code()).as(tested.output()).isZero();
        assertThat(alerts("- alert: ", rules))
                .isEqualTo(alerts("  alertname: ", tests))
                .hasSize(5);
    }

    private static Set<String> alerts(String before, String file) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.contains(before))
                    .map(line -> line.substring(line.indexOf(before) + before.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
