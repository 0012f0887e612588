package io.github.tidewatch.causes;

import static io.github.tidewatch.causes.HostFiles.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.intervals.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which interval of a second a cause is in. */
class CauseIntervalsTest extends CauseAccountHarness {
    private HostFiles host;
    private Task spinner;

    @BeforeEach
    void aProcess() throws Exception {
        host = new HostFiles(root, 1);
        host.group("/pod", "50", 0, 0, 0);
        spinner = thread("spinner");
        begin(host);
    }

    /** It runs with the whole CPU, or with half of it. */
    private void second(boolean throttled, int throttledBefore) throws Exception {
        did(spinner, throttled ? 500 : 980, throttled ? 500 : 20, 10);
        int seconds = throttledBefore + (throttled ? 1 : 0);
        host.group("/pod", "50", 500L * seconds, 10L * seconds, 100);
        host.cpu(0, throttled ? 500 : 1000, 0, throttled ? 500 : 0);
        sampleAfter(1000);
        emit();
    }

    @Test
    void throttlingIsInTheRecordOfItsSecondAndInNoOther() throws Exception {
        second(false, 0);
        assertThat(of("spinner", "quota")).isZero();

        second(true, 0);
        assertThat(of("spinner", "quota")).isCloseTo(500 * MS, CLOSE);

        second(false, 1);
        assertThat(of("spinner", "quota")).isZero();
    }

    @Test
    void whatAThreadLostBeforeTheFirstIntervalBeganIsInNoRecord() throws Exception {
        host.now += 250; // the threads were read at 0, the host's counters after them
        account.begin();
        did(spinner, 500, 500, 10);
        host.cpu(0, 750, 0, 0);
        sampleAfter(750);
        emit();

        assertThat(of("spinner", "delay")).isCloseTo(375 * MS, CLOSE);
    }

    @Test
    void whatIsLongerThanTheIntervalOfAllThreadsIsUnexplained() throws Exception {
        sampleAfter(1000);
        account.emit(causes -> {}); // in which it was not identified
        did(spinner, 0, 1800, 1);
        host.group("/pod", "50", 1000, 10, 10);
        host.cpu(0, 0, 0, 2000);
        sampleAfter(1000);
        emit();

        assertThat(of("spinner", "delay")).isEqualTo(1800 * MS);
        assertThat(of("spinner", "quota")).isCloseTo(1000 * MS, CLOSE);
        assertThat(of("spinner", "unexplained")).isCloseTo(800 * MS, CLOSE);
    }

    @Test
    void aSecondInWhichNothingRanHasNoRecord() throws Exception {
        second(true, 0);
        host.cpu(0, 0, 0, 1000);
        sampleAfter(1000);
        emit();

        assertThat(recordCount).isZero();
    }

    @Test
    void aSecondInWhichThreadsRanAndLostNothingHasNoRecord() throws Exception {
        did(spinner, 900, 5, 3);
        host.cpu(0, 900, 0, 100);
        sampleAfter(1000);
        emit();

        assertThat(recordCount).isZero();
    }
}
