package io.github.tidewatch.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Records;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final int ONE_PERCENT = 100;

    private Budget budget = new Budget(ONE_PERCENT);
    private long now = 1;
    private long lastSample = now;
    private long spent;
    private final List<Long> stretches = new ArrayList<>();

    /** JFR calls once per period for this long; each sample takes so much CPU time. Returns the longest interval. */
    private long run(long length, long period, long cost) {
        long longest = 0;
        spent = 0;
        for (long end = now + length; now < end; ) {
            now += period;
            for (Records kind : Records.values()) {
                budget.called(kind);
            }
            if (!budget.isStretched() || budget.allowsSampleAfter(now - lastSample)) {
                longest = Math.max(longest, now - lastSample);
                lastSample = now;
                if (budget.sampled(now)) {
                    stretches.add(budget.stretch());
                }
                budget.spent(cost);
                spent += cost;
            }
        }
        return longest;
    }

    @Test
    void leavesThePeriodWithinTheBudget() {
        assertThat(run(600 * SECOND, 100 * MILLI, MILLI)).isEqualTo(100 * MILLI);
        assertThat(run(600 * SECOND, 100 * MILLI, MILLI / 10)).isEqualTo(100 * MILLI);
        assertThat(stretches).isEmpty();
    }

    @Test
    void stretchesByTheLeastWholeNumberThatKeepsWithin() {
        run(60 * SECOND, 100 * MILLI, 5 * MILLI / 2);
        assertThat(stretches).containsExactly(3L);
        assertThat(run(600 * SECOND, 100 * MILLI, 5 * MILLI / 2)).isEqualTo(300 * MILLI);
        assertThat((double) spent / (600 * SECOND)).isLessThan(0.01);
        assertThat(stretches).hasSize(1);
    }

    @Test
    void rechecksBetweenPassesCountAndTakeHalfAtMost() {
        long pause = budget.recheck(MILLI / 10);
        assertThat(pause).as("0.1 ms of half a percent").isEqualTo(20 * MILLI);
        assertThat(budget.recheck(10 * MILLI)).isEqualTo(100 * MILLI);
        assertThat(new Budget(0).recheck(10 * MILLI)).isZero();
        // Passes that take 0.8 % of a CPU are within the budget alone, and not beside these.
        for (int i = 0; i < 60 && stretches.isEmpty(); i++) {
            run(SECOND, 100 * MILLI, 8 * MILLI / 10);
            budget.recheck(4 * MILLI);
        }
        assertThat(stretches).containsExactly(2L);
    }

    @Test
    void holdsAtTheShortestPeriodToo() {
        run(60 * SECOND, 10 * MILLI, MILLI / 4);
        assertThat(stretches).containsExactly(3L);
    }

    @Test
    void doesNotEvaluateTheFirstTenSecondsNorTheFirstHundredSamples() {
        run(10 * SECOND, 10 * MILLI, 100 * MILLI);
        run(300 * SECOND, 10 * MILLI, MILLI / 20);
        assertThat(stretches).isEmpty();
        budget.begin();
        run(99 * SECOND, SECOND, 500 * MILLI);
        run(300 * SECOND, SECOND, MILLI);
        assertThat(stretches).isEmpty();
    }

    @Test
    void wantsTwoWindowsInARowToAgree() {
        run(15 * SECOND, 10 * MILLI, MILLI / 20);
        for (int i = 0; i < 20; i++) {
            run(SECOND, 10 * MILLI, 3 * MILLI); // more than the budget for the whole window
            run(14 * SECOND, 10 * MILLI, MILLI / 100);
        }
        assertThat(stretches).isEmpty();
        run(16 * SECOND, 10 * MILLI, MILLI);
        assertThat(stretches).hasSize(1);
    }

    @Test
    void returnsByItselfAndDoesNotGoToAndFro() {
        run(60 * SECOND, 100 * MILLI, 4 * MILLI);
        assertThat(stretches).containsExactly(4L);
        run(60 * SECOND, 100 * MILLI, 33 * MILLI / 10); // 3.3 periods keep within, but four is not far from that
        assertThat(stretches).hasSize(1);
        run(60 * SECOND, 100 * MILLI, 9 * MILLI / 10); // within the budget, but barely
        assertThat(stretches).containsExactly(4L, 2L);
        run(60 * SECOND, 100 * MILLI, MILLI / 2);
        assertThat(stretches).containsExactly(4L, 2L, 1L);
        assertThat(run(60 * SECOND, 100 * MILLI, MILLI / 2)).isEqualTo(100 * MILLI);
    }

    @Test
    void noIntervalIsLongerThanAMinute() {
        run(60 * SECOND, 100 * MILLI, 5 * SECOND);
        assertThat(stretches).containsExactly(600L);
        assertThat(run(600 * SECOND, 100 * MILLI, 5 * SECOND)).isEqualTo(Budget.LONGEST_INTERVAL);
        run(600 * SECOND, 100 * MILLI, MILLI / 10);
        assertThat(budget.stretch()).isEqualTo(1);
        budget.begin();
        stretches.clear();
        run(12_000 * SECOND, 100 * SECOND, 50 * SECOND);
        assertThat(stretches).isEmpty();
    }

    @Test
    void aLongerPeriodIsNotStretchedByAsMany() {
        run(60 * SECOND, 10 * MILLI, 2 * MILLI);
        assertThat(stretches).containsExactly(20L);
        run(SECOND, SECOND, 2 * MILLI);
        assertThat(run(60 * SECOND, SECOND, 2 * MILLI)).isEqualTo(SECOND);
        assertThat(budget.stretch()).isEqualTo(1);
    }

    @Test
    void aShorterPeriodIsStretchedByMore() {
        run(200 * SECOND, SECOND, 25 * MILLI);
        assertThat(stretches).containsExactly(3L);
        run(60 * SECOND, 10 * MILLI, 25 * MILLI);
        assertThat(budget.stretch()).isEqualTo(250);
    }

    @Test
    void aNewRecordingBeginsAtItsPeriod() {
        run(60 * SECOND, 10 * MILLI, MILLI);
        assertThat(budget.isStretched()).isTrue();
        budget.begin();
        lastSample = now;
        assertThat(run(10 * SECOND, 10 * MILLI, MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void reportsTheLongestSinceItWasAskedLast() {
        assertThat(budget.takeLongest()).isEqualTo(1);
        run(60 * SECOND, 100 * MILLI, 4 * MILLI);
        run(60 * SECOND, 100 * MILLI, MILLI / 2);
        assertThat(budget.stretch()).isEqualTo(1);
        assertThat(budget.takeLongest()).isEqualTo(4);
        assertThat(budget.takeLongest()).isEqualTo(1);
    }

    @Test
    void saysWhatItDoesAndWhy() {
        run(60 * SECOND, 100 * MILLI, 4 * MILLI);
        assertThat(budget)
                .hasToString("sampling took 4.00 % of one CPU, the budget is 1 %: an interval takes 4 periods");
        run(60 * SECOND, 100 * MILLI, MILLI / 2);
        assertThat(budget.toString()).endsWith("an interval is one period again");
    }

    @Test
    void doesNothingWhereItIsOffOrTheCostIsUnknown() {
        budget = new Budget(0);
        run(60 * SECOND, 10 * MILLI, 9 * MILLI);
        budget = new Budget(ONE_PERCENT);
        run(60 * SECOND, 10 * MILLI, 0);
        assertThat(stretches).isEmpty();
    }
}
