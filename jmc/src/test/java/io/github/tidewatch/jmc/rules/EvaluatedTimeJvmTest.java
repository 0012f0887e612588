package io.github.tidewatch.jmc.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Thresholds;
import io.github.tidewatch.jmc.testing.TestEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.Severity;

/** Rules and report say the same of a recording in which most was lost in a short part of its time. */
class EvaluatedTimeJvmTest {
    private static final int INTERVALS = 40;
    private static final int PERIOD = 50;

    @TempDir
    Path directory;

    @Test
    void theRulesEvaluateTheBusiestPartOfTheTimeAsTheReportDoes() throws Exception {
        IItemCollection events = TestEvents.record(directory, () -> {
            for (int i = 0; i < INTERVALS; i++) {
                boolean bad = i >= 20 && i < 26;
                TestEvents.ThreadDelay[] records = new TestEvents.ThreadDelay[3];
                for (int thread = 0; thread < records.length; thread++) {
                    records[thread] = new TestEvents.ThreadDelay()
                            .of("worker-" + thread, 11 + thread, 10, bad ? 20 : 0, 0, bad ? 20 : 40);
                    records[thread].begin();
                }
                Thread.sleep(PERIOD);
                Arrays.stream(records).forEach(TestEvents.ThreadDelay::commit);
            }
        });
        RecordingInput input = RuleInputReader.read(events);
        List<String> found = new ArrayList<>();
        for (Check check : Check.values()) {
            RecordingInput.Result result = input.evaluate(check, Thresholds.DEFAULTS);
            found.add(check.id() + " " + result.finding().severity() + " "
                    + !result.when().isEmpty());
        }
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(reported())
                .contains("tidewatch.ApplicationCpuDelay WARNING true");
        IResult shown = RulesTest.evaluate(events).get("tidewatch.ApplicationCpuDelay");
        assertThat(shown.getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(shown.getExplanation()).startsWith("This is of the worst ");
    }

    /** Each check with its severity, and whether that is of a part of the time. */
    private List<String> reported() throws Exception {
        String json = Tidewatch.here()
                .run("report", "--json", directory.resolve("test.jfr").toString())
                .out;
        Matcher finding = Pattern.compile(
                        "(?s)\"id\": \"([^\"]*)\",.*?\"severity\": \"(\\w+)\",.*?\"ofEvaluatedTime\": (true|false)")
                .matcher(json.substring(json.indexOf("\"findings\": [")));
        List<String> findings = new ArrayList<>();
        while (finding.find()) {
            findings.add(finding.group(1) + " " + finding.group(2) + " " + finding.group(3));
        }
        return findings;
    }
}
