package io.github.tidewatch.agent.cli.report.flame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.timeline.Coverage;
import io.github.tidewatch.timeline.RecordedSpan;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stretches of 100 ns. */
class StacksOverTimeTest {
    private static final int STACK = 7;

    private static final long BEGIN = 1000;
    private static final long END = BEGIN + 100 * StacksOverTime.STRETCHES;

    private final StacksOverTime overTime = new StacksOverTime(10_000);

    @BeforeEach
    void begin() {
        overTime.begin(Coverage.of(BEGIN, END), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private float[] add(long nanos, long from, long to) {
        overTime.add("g", STACK, FlamePart.CPU, nanos, overTime.place(from), overTime.place(to));
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
    void aGapBetweenTwoRecordingsIsInNoStretch() {
        long second = 1_000_000_000;
        Coverage coverage = new Coverage(List.of(span(0, 8 * second), span(100 * second, 108 * second)));
        overTime.begin(coverage, Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(overTime.width()).isEqualTo(second);
        assertThat(overTime.place(7 * second)).isEqualTo(7);
        assertThat(overTime.place(50 * second)).isEqualTo(8);
        assertThat(overTime.place(101 * second)).isEqualTo(9);
    }

    @Test
    void stretchesAreOfTheTimeThatIsAskedFor() {
        overTime.begin(Coverage.of(BEGIN, END), BEGIN + 800, END - 400);
        assertThat(overTime.width()).isEqualTo(25);
        assertThat(overTime.place(BEGIN)).isZero();
        assertThat(overTime.place(BEGIN + 850)).isEqualTo(2);
    }

    private static RecordedSpan span(long begin, long end) {
        return new RecordedSpan() {
            @Override
            public long begin() {
                return begin;
            }

            @Override
            public long end() {
                return end;
            }
        };
    }

    @Test
    void stacksBeyondTheRoomHaveNone() {
        for (int stack = 0; stack < 1000; stack++) {
            overTime.add("g", stack, FlamePart.CPU, 1, 0, 1);
        }
        assertThat(overTime.of("g", 0, FlamePart.CPU)).isNotNull();
        assertThat(overTime.of("g", 999, FlamePart.CPU)).isNull();
    }
}
