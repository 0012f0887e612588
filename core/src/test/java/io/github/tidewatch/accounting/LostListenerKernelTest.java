package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.counters.AccountingException;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.taskstats.TaskstatsException;
import io.github.tidewatch.testing.Skip;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel refuses to report the exits of tasks what it permitted before: all else goes on. */
class LostListenerKernelTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rightsLostBetweenTwoRecordingsCostTheListenerOnly(boolean whileRecording) {
        FaultyCalls calls = new FaultyCalls(1);
        try (Accounting accounting =
                Accounting.open(SourceChoice.AUTO, Optional.of(calls), "", DelayAccounting.now(), System.nanoTime())) {
            listen(accounting, calls);
            Sampler sampler = accounting.sampler();
            sampler.open(EnumSet.of(Records.DELAYS));
            assertThat(accounting.exitListenerLost()).isEmpty();
            calls.forbidden = whileRecording;
            sampler.close(Records.DELAYS);
            calls.forbidden = true;
            sampler.open(EnumSet.of(Records.DELAYS));
            assertThat(accounting.exitListenerLost()).contains("EPERM");
            assertThat(accounting.source()).isEqualTo("procfs");
            sampler.sample();
            int[] emitted = new int[1];
            sampler.emitDelays(true, interval -> emitted[0]++);
            assertThat(emitted[0]).isPositive();
        }
    }

    private static void listen(Accounting accounting, FaultyCalls calls) {
        try {
            accounting.listenToExits(calls);
        } catch (TaskstatsException | AccountingException e) {
            throw Skip.because(e.getMessage());
        }
    }
}
