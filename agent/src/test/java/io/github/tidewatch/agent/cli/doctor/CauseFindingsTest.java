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
    void itIsSaidWhyThrottlingByMemoryHighIsNoCauseOfAThreadsDelay() {
        assertThat(new CauseFindings("self", CPU_DELAY).all())
                .filteredOn(finding -> finding.what().equals("cause: memory.high"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.grade()).isEqualTo(Finding.Grade.NONE);
                    assertThat(finding.cause()).contains("no time for which a thread is slowed down", "reclaimDelay");
                    assertThat(finding.remedy()).contains("memorySome", "memory.events");
                });
    }

    @Test
    void whatIsFoundOfAnotherProcessIsSaidToBeSeenFromHere() {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(texts(pid))
                .filteredOn(text -> text.endsWith(", as seen from here"))
                .hasSize(5);
        assertThat(texts("self")).hasSize(6).noneMatch(text -> text.contains("as seen from here"));
    }
}
