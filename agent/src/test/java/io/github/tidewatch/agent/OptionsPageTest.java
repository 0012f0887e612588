package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.DocPage;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/options.md says what {@link AgentOptions} accepts. */
class OptionsPageTest {
    private static final int NAME = 0;
    private static final int ALLOWED = 1;
    private static final int DEFAULT = 2;

    @Test
    void namesAllOptions() throws IOException {
        List<String> names = options().stream()
                .map(row -> DocPage.code(row.get(NAME)).get(0))
                .collect(Collectors.toList());
        assertThat(problem("no-such=option")).contains("allowed are " + enumeration(names) + " (");
    }

    @Test
    void namesAllValues() throws IOException {
        for (String name : List.of("source", "exits", "waits", "virtual", "log")) {
            List<String> values = DocPage.code(option(name).get(ALLOWED));
            assertThat(problem(name + "=no-such-value")).contains("allowed are " + String.join(", ", values) + ";");
        }
        assertThat(DocPage.code(option("spans").get(ALLOWED))).contains("off").containsAll(SpanOption.PRESETS);
        List<String> budget = DocPage.code(option("budget").get(ALLOWED));
        assertThat(budget).containsExactly("off", "0.01%", "100%");
        assertThat(AgentOptions.parse("budget=0.01%,budget=100%,budget=off").problems())
                .isEmpty();
        assertThat(problem("budget=no-share")).contains("allowed are off and a share of one CPU, from 0.01% to 100%;");
        List<String> interval = DocPage.code(option("interval").get(ALLOWED));
        assertThat(interval).containsExactly("ms", "s", "m", "10ms", "60m");
        assertThat(AgentOptions.parse("interval=10ms").problems()).isEmpty();
        assertThat(AgentOptions.parse("interval=60m").problems()).isEmpty();
        assertThat(problem("interval=no-number")).contains("ms, s or m, from 10ms to 60m;");
        assertThat(DocPage.code(option("max-size").get(ALLOWED))).containsExactly("m", "g", "1m", "1000g");
        assertThat(problem("max-size=no-number")).contains("m or g, from 1m to 1000g;");
        assertThat(DocPage.code(option("max-age").get(ALLOWED))).containsExactly("s", "m", "h", "d", "1s", "365d");
        assertThat(problem("max-age=no-number")).contains("s, m, h or d, from 1s to 365d;");
    }

    @Test
    void namesTheDefaults() throws IOException {
        AgentOptions none = AgentOptions.parse("");
        assertThat(DocPage.code(option("source").get(DEFAULT))).containsExactly(none.source());
        assertThat(DocPage.code(option("waits").get(DEFAULT))).containsExactly(none.waits());
        assertThat(option("spans").get(DEFAULT)).isEqualTo("`off`");
        assertThat(none.spans()).isNull();
        assertThat(option("virtual").get(DEFAULT)).isEqualTo("`off`");
        assertThat(none.values()).doesNotContainKey("virtual");
        assertThat(DocPage.code(option("log").get(DEFAULT))).containsExactly(none.log());
        assertThat(option("budget").get(DEFAULT)).isEqualTo("`" + none.budget() / 100 + "%`");
        assertThat(option("record").get(DEFAULT)).isEqualTo("no recording");
        assertThat(none.record()).isNull();
        assertThat(option("max-size").get(DEFAULT)).isEqualTo("`" + (none.maxSize() >> 20) + "m`");
        assertThat(option("max-age").get(DEFAULT)).isEqualTo("no limit");
        assertThat(none.maxAge()).isZero();
        assertThat(option("interval").get(DEFAULT)).isEqualTo("the recording's own period, or 1 s");
        assertThat(none.interval()).isZero();
    }

    private static List<List<String>> options() throws IOException {
        return DocPage.read("options.md").table("Agent options");
    }

    private static List<String> option(String name) throws IOException {
        return options().stream()
                .filter(row -> row.get(NAME).equals("`" + name + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/options.md has no option " + name));
    }

    private static String problem(String arguments) {
        return AgentOptions.parse(arguments).problems().get(0);
    }

    private static String enumeration(List<String> names) {
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
