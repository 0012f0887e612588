package io.github.tidewatch.agent.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CauseFindingsTest {
    private static final Finding CPU_DELAY = Finding.full("CPU delay", List.of("cpuDelay"), "taskstats");

    private static List<String> texts(String process) {
        return new CauseFindings(process, CPU_DELAY)
                .all().stream()
                        .map(finding -> finding.grade() == Finding.Grade.FULL ? finding.source() : finding.cause())
                        .collect(Collectors.toList());
    }

    @Test
    void whatIsFoundOfAnotherProcessIsSaidToBeSeenFromHere() {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(texts(pid)).hasSize(5).allMatch(text -> text.endsWith(", as seen from here"));
        assertThat(texts("self")).hasSize(5).noneMatch(text -> text.contains("as seen from here"));
    }
}
