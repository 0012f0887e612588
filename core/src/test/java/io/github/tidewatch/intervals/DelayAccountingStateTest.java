package io.github.tidewatch.intervals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import org.junit.jupiter.api.Test;

class DelayAccountingStateTest {
    private final DelayAccountingState state = new DelayAccountingState(DelayAccounting.ON, 0);

    private boolean isAccounted(long start, long begin) {
        Task task = new Task(1, DescriptorBudget.of(0), 1);
        task.counters().setStart(start, start);
        state.update(task);
        return state.isKnown(task, begin);
    }

    @Test
    void ofTwoChecksAtOnceTheOneThatDoesNotFindItOnPrevails() {
        state.update(DelayAccounting.OFF, 100, 120);
        state.update(DelayAccounting.ON, 110, 130);
        assertThat(state.last()).isEqualTo(DelayAccounting.OFF);
        state.update(DelayAccounting.ON, 140, 150);
        assertThat(state.last()).isEqualTo(DelayAccounting.ON);
        state.update(DelayAccounting.OFF, 105, 115); // the result comes late
        assertThat(state.last()).isEqualTo(DelayAccounting.OFF);
    }

    @Test
    void aTaskIsAccountedFromTheEndOfTheCheckThatFoundItOn() {
        state.update(DelayAccounting.OFF, 100, 120);
        state.update(DelayAccounting.ON, 140, 150);
        assertThat(isAccounted(145, 160)).isFalse();
        assertThat(isAccounted(155, 160)).isTrue();
        assertThat(isAccounted(155, 145)).isFalse();
    }

    @Test
    void aCheckThatFindsItOnAsBeforeChangesNothing() {
        state.update(DelayAccounting.ON, 140, 150);
        assertThat(isAccounted(10, 20)).isTrue();
    }
}
