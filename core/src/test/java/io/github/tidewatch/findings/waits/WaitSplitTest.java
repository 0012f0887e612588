package io.github.tidewatch.findings.waits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WaitSplitTest {
    private final Totals totals = new Totals();
    private final WaitTargets targets = WaitTargets.ofThread();
    private final WaitSplit split = new WaitSplit();

    @Test
    void whatNothingShowsToBeIdleIsUnknownAndNoZero() {
        waited(100);
        split.add(totals, OptionalLong.empty(), targets.within(totals));
        assertThat(split.get(Metric.NETWORK_WAIT)).hasValue(100);
        assertThat(split.knownIdle()).isEmpty();
    }

    @Test
    void aWaitForSomethingShowsThatItsThreadWasNotIdle() {
        waited(100);
        targets.addEvent(WaitTarget.of(Metric.NETWORK_WAIT, "10.0.0.5:5432", null), 60);
        split.add(totals, OptionalLong.empty(), targets.within(totals));
        assertThat(split.knownIdle()).hasValue(0);
    }

    @Test
    void samplesOfWhichNoneFoundTheThreadIdleShowThatItWasNot() {
        waited(100);
        for (int i = 0; i < 3; i++) {
            targets.addSample(false);
        }
        split.add(totals, OptionalLong.empty(), targets.within(totals));
        assertThat(split.knownIdle()).hasValue(0);
    }

    @Test
    void theKindsOfAnUnknownWaitAreAbsentAndNoZeros() {
        waited(100);
        totals.addUnknown(Metric.WAIT_TIME);
        split.add(totals);
        assertThat(split.isKnown()).isFalse();
        assertThat(split.get(Metric.NETWORK_WAIT)).isEmpty();
        assertThat(split.get(Metric.UNKNOWN_WAIT)).isEmpty();
        assertThat(split.knownIdle()).isEmpty();
    }

    private void waited(long nanos) {
        totals.addInterval(nanos, true);
        totals.add(Metric.WAIT_TIME, nanos);
        totals.add(Metric.NETWORK_WAIT, nanos);
    }
}
