package io.github.tidewatch.agent.cli.report.flame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Stretches of 100 ns. */
class StacksOverTimeTest {
    private static final int STACK = 7;

    private final StacksOverTime overTime = new StacksOverTime(1000, 1000 + 100 * StacksOverTime.STRETCHES, 10_000);

    private float[] add(long nanos, long from, long to) {
        overTime.add("g", STACK, FlamePart.CPU, nanos, from, to);
        return overTime.of("g", STACK, FlamePart.CPU);
    }

    @Test
    void timeIsDividedAmongTheStretchesOfItsInterval() {
        float[] stretches = add(40, 1150, 1350);
        assertThat(stretches[0]).isZero();
        assertThat(stretches[1]).isCloseTo(10, within(0.01f));
        assertThat(stretches[2]).isCloseTo(20, within(0.01f));
        assertThat(stretches[3]).isCloseTo(10, within(0.01f));
        assertThat(stretches[4]).isZero();
        assertThat(add(5, 1100, 1200)[1]).isCloseTo(15, within(0.01f));
        assertThat(overTime.of("g", STACK, FlamePart.WAIT)).isNull();
        assertThat(overTime.of("h", STACK, FlamePart.CPU)).isNull();
    }

    @Test
    void whatLiesOutsideIsInTheNearest() {
        assertThat(add(8, 2600, 2700)[StacksOverTime.STRETCHES - 1]).isCloseTo(8, within(0.01f));
        assertThat(add(3, 500, 600)[0]).isCloseTo(3, within(0.01f));
    }

    @Test
    void stacksBeyondTheRoomHaveNone() {
        for (int stack = 0; stack < 1000; stack++) {
            overTime.add("g", stack, FlamePart.CPU, 1, 1000, 1100);
        }
        assertThat(overTime.of("g", 0, FlamePart.CPU)).isNotNull();
        assertThat(overTime.of("g", 999, FlamePart.CPU)).isNull();
    }
}
