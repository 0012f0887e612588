package io.github.tidewatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.findings.waits.WaitTargets;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitSeriesTest {
    private static final long SECOND = 1_000_000_000;
    private static final WaitTarget FIRST = WaitTarget.of(Metric.NETWORK_WAIT, "10.0.0.5:5432", null);
    private static final WaitTarget SECOND_PEER = WaitTarget.of(Metric.NETWORK_WAIT, "10.0.0.6:5432", null);

    private final WaitSeries series = new WaitSeries();

    @Test
    void eachStretchHasWhatWasWaitedForInItAlone() {
        for (int second = 0; second < 1000; second++) {
            WaitTarget peer = second < 512 ? FIRST : SECOND_PEER;
            series.addEvent("exec-*", peer, second * SECOND, second * SECOND + SECOND / 2);
        }
        assertThat(waited(0, 512)).containsOnly(Map.entry(FIRST, 256 * SECOND));
        assertThat(waited(512, 1000).keySet()).containsExactly(SECOND_PEER);
        assertThat(waited(0, 1024)).containsEntry(FIRST, 256 * SECOND).containsEntry(SECOND_PEER, 244 * SECOND);
    }

    @Test
    void aWaitThatIsLongerThanTheStretchCountsAsFarAsItIsInIt() {
        series.addEvent("exec-*", FIRST, 0, 8 * SECOND);
        assertThat(waited(2, 4)).containsOnly(Map.entry(FIRST, 2 * SECOND));
        assertThat(waited(100, 200)).isEmpty();
    }

    @Test
    void anotherGroupsWaitsAreNotOfThisOne() {
        series.addEvent("other-*", FIRST, 0, SECOND);
        assertThat(waited(0, 1)).isEmpty();
    }

    @Test
    void samplesOfTheNetworkSayForWhichPartOfTheStretchItWasIdle() {
        for (int i = 0; i < 100; i++) {
            series.addSample("exec-*", i < 50, i * SECOND / 50);
        }
        Totals totals = new Totals();
        totals.addInterval(SECOND, true);
        totals.add(Metric.NETWORK_WAIT, SECOND);
        assertThat(idle(0, 1, totals)).isEqualTo(SECOND);
        assertThat(idle(1, 2, totals)).isZero();
    }

    @Test
    void takesABoundedNumberOfTargets() {
        for (int i = 0; i < 100_000; i++) {
            WaitTarget peer = WaitTarget.of(Metric.NETWORK_WAIT, "10.0.0.5:" + i, null);
            series.addEvent("exec-" + i % 500, peer, 0, SECOND);
        }
        Totals totals = totals();
        int kept = 0;
        for (int i = 0; i < 500; i++) {
            kept += series.between("exec-" + i, 0, SECOND)
                    .within(totals)
                    .longestFirst(totals::known)
                    .size();
        }
        assertThat(kept).isBetween(1000, 8192);
    }

    private Map<WaitTarget, Long> waited(long from, long to) {
        Totals totals = totals();
        return series.between("exec-*", from * SECOND, to * SECOND)
                .within(totals)
                .longestFirst(totals::known);
    }

    private long idle(long from, long to, Totals totals) {
        WaitTargets targets =
                series.between("exec-*", from * SECOND, to * SECOND).within(totals);
        return targets.idle(Metric.NETWORK_WAIT);
    }

    private static Totals totals() {
        Totals totals = new Totals();
        totals.addInterval(1_000_000 * SECOND, true);
        totals.add(Metric.NETWORK_WAIT, 1_000_000 * SECOND);
        return totals;
    }
}
