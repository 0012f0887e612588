package io.github.tidewatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.DiskTotals;
import io.github.tidewatch.findings.Findings;
import io.github.tidewatch.findings.RuleInput;
import io.github.tidewatch.findings.ThreadTotals;
import io.github.tidewatch.findings.Thresholds;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskSeriesTest {
    private static final long SECOND = 1_000_000_000;

    private final DiskSeries disks = new DiskSeries(Long.MIN_VALUE, Long.MAX_VALUE);

    private static String said(DiskTotals totals) {
        ThreadTotals thread = ThreadTotals.of("main", 1, ThreadKind.APPLICATION)
                .interval(SECOND, true)
                .add(Metric.BLOCK_IO_DELAY, SECOND * 9 / 10)
                .build();
        RuleInput input =
                RuleInput.ofSpan(SECOND).threads(List.of(thread)).disks(totals).build();
        return Findings.of(Check.BLOCK_IO_DELAY, input, Thresholds.DEFAULTS).summary();
    }

    @Test
    void theSumOfAPartOfTheTimeHasWhatWasSoInItHoweverLongTheRecording() {
        for (int second = 0; second < 4096; second++) {
            String cause = second >= 1024 && second < 2048 ? "busy by others" : "not busy";
            assertThat(disks.add("vda", cause, second * SECOND, (second + 1) * SECOND))
                    .isTrue();
        }

        assertThat(said(disks.all())).contains("Disk vda: busy by others for 25 % of the 4096 s");
        assertThat(said(disks.between(1024 * SECOND, 2048 * SECOND)))
                .contains("Disk vda: busy by others for 100 % of the 1024 s");
        assertThat(said(disks.between(2048 * SECOND, 4096 * SECOND))).doesNotContain("Disk");
    }

    @Test
    void ofMoreDevicesThanAHostUsesTheRestIsLeftOut() {
        for (int device = 0; device < 10_000; device++) {
            disks.add("d" + device, "busy", 0, SECOND);
        }

        assertThat(said(disks.all())).contains("Disk d0: busy");
    }

    @Test
    void aRecordThatCannotBeSoIsNotTaken() {
        assertThat(disks.add(null, "busy", 0, SECOND)).isFalse();
        assertThat(disks.add("vda", "busy", SECOND, 0)).isFalse();
        assertThat(disks.add("vda", "busy", Long.MIN_VALUE, Long.MAX_VALUE)).isFalse();
        assertThat(said(disks.all())).doesNotContain("Disk");
    }
}
