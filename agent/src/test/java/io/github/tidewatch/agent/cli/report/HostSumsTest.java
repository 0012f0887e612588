package io.github.tidewatch.agent.cli.report;

import static io.github.tidewatch.agent.cli.report.ChosenRecording.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.report.model.HostSums;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import org.junit.jupiter.api.Test;

/** What is known of the CPUs of the host, and of the part of them that a process may use. */
class HostSumsTest {
    private final HostSums host = new ChosenRecording(120).sums.host();

    @Test
    void theCpusThatMayBeUsedAreDistinguishedFromThoseOfTheHost() {
        host.addCpus(64, 2);
        host.addUse(0, SECOND, 2 * SECOND, SECOND);
        assertThat(host.cpus()).hasValue(64);
        assertThat(host.usableCpus()).hasValue(2);
        assertThat(host.busyCpus()).hasValue(2);
        assertThat(host.ownCpus()).hasValue(1);
    }

    @Test
    void ofALongIntervalThePartAskedForCounts() {
        HostSums part =
                new ChosenRecording(120, ReadOptions.everything().between(60 * SECOND, 70 * SECOND)).sums.host();
        part.addUse(0, 60 * SECOND, 60 * SECOND, 0);
        part.addUse(65 * SECOND, 75 * SECOND, 30 * SECOND, 0);
        part.addUse(60 * SECOND, 65 * SECOND, 5 * SECOND, 0);
        assertThat(part.busyCpus()).hasValue(2);
    }

    @Test
    void theProcessUsesNoMoreThanIsBusy() {
        host.addUse(0, SECOND, SECOND / 2, SECOND / 2 + 10_000_000);
        assertThat(host.ownCpus()).isEqualTo(host.busyCpus());
    }

    @Test
    void busyTimeIsKnownWithoutOwnTime() {
        host.addUse(0, SECOND, SECOND, -1);
        assertThat(host.busyCpus()).hasValue(1);
        assertThat(host.ownCpus()).isEmpty();
    }

    @Test
    void theQuotaIsThatOfTheTimeInQuestion() {
        for (int second = 0; second < 60; second++) {
            host.addQuota("/a", second * SECOND, (second + 1) * SECOND, second < 30 ? 0.5 : 2);
            host.addQuota("/", second * SECOND, (second + 1) * SECOND, 4);
        }
        assertThat(host.cpuQuota(40 * SECOND, 50 * SECOND)).hasValue(2);
        assertThat(host.cpuQuota(0, 30 * SECOND)).hasValue(0.5);
        assertThat(host.cpuQuota()).as("it changed").isEmpty();
        assertThat(host.smallestQuota()).hasValue(0.5);
        assertThat(host.greatestQuota()).hasValue(2);
    }

    @Test
    void aQuotaOfNoSizeIsNone() {
        host.addQuota("/a", 0, SECOND, 0);
        host.addQuota("/a", 0, SECOND, Double.NaN);
        assertThat(host.smallestQuota()).isEmpty();
    }
}
