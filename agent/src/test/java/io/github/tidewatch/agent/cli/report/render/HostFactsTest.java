package io.github.tidewatch.agent.cli.report.render;

import static io.github.tidewatch.agent.cli.report.ChosenRecording.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.ChosenRecording;
import io.github.tidewatch.agent.cli.report.model.HostSums;
import org.junit.jupiter.api.Test;

/** The line about the CPUs of the host. */
class HostFactsTest {
    private final ChosenRecording recording = new ChosenRecording(10);
    private final HostSums host = recording.sums.host();

    @Test
    void busyCpusAreOfThoseThatTheProcessMayUse() {
        host.addCpus(64, 2);
        host.addUse(0, SECOND, 2 * SECOND, SECOND / 2);
        assertThat(line())
                .isEqualTo("host: 2 of 64 CPUs usable; on average 2 of these busy, 0.5 of them with this process");
    }

    @Test
    void oneCpuIsNotInThePlural() {
        host.addCpus(1, 1);
        host.addQuota("/", 0, SECOND, 1);
        host.addUse(0, SECOND, SECOND, SECOND / 2);
        assertThat(line())
                .isEqualTo("host: 1 CPU, CPU quota 1 CPU; on average 1 CPU busy, 0.5 of them with this process");
    }

    @Test
    void aQuotaThatChangedIsARange() {
        host.addQuota("/", 0, SECOND, 0.5);
        host.addQuota("/", SECOND, 2 * SECOND, 2);
        assertThat(line()).isEqualTo("host: CPU quota 0.5 to 2 CPUs");
    }

    private String line() {
        return String.join("", HostFacts.of(recording.summary()));
    }
}
