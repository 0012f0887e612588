package io.github.tidewatch.jmc.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** Average numbers of threads by second. */
class ThreadsOverTimeTest {
    private static final long SECOND = 1_000_000_000;

    private final ThreadsOverTime sums = new ThreadsOverTime(
            ThreadsOverTime.THREADS,
            List.of(
                    new ValueField("cpuDelay", "CPU Delay", "", UnitLookup.TIMESPAN),
                    new ValueField("waitTime", "Wait Time", "", UnitLookup.TIMESPAN)),
            new String[] {"Drawn"});

    private final List<Object[]> events = new ArrayList<>();

    @Test
    void anIntervalCountsInEachSecondInProportion() {
        sums.add(0, 2 * SECOND, new long[] {SECOND, SECOND});
        sums.add(SECOND, 2 * SECOND, new long[] {SECOND, 0});
        assertThat(numbers()).containsExactly(List.of(0.5, 0.5), List.of(1.5, 0.5));
    }

    @Test
    void aSecondThatIsNotRecordedIsLeftOut() {
        sums.add(0, SECOND, new long[] {0, SECOND});
        sums.add(3600 * SECOND, 3601 * SECOND, new long[] {SECOND, 0});
        assertThat(numbers()).containsExactly(List.of(0.0, 1.0), List.of(1.0, 0.0));
    }

    /** So the process' own records, and JMC's, are beside it on one axis. */
    @Test
    void aSecondIsThatOfTheClock() {
        sums.add(SECOND / 2, 2 * SECOND, new long[] {SECOND, SECOND / 2});
        numbers();
        assertThat(events)
                .extracting(values -> ((IQuantity) values[0]).longValue())
                .containsExactly(SECOND / 2, SECOND);
    }

    @Test
    void aLongRecordingHasLongerBucketsWithTheSameAverages() {
        sums.add(0, SECOND, new long[] {SECOND, 0});
        sums.add(0, 1_000_000 * SECOND, new long[] {250_000 * SECOND, 750_000 * SECOND});
        List<List<Double>> numbers = numbers();
        assertThat(numbers).hasSizeBetween(2048, 4096);
        assertThat(numbers.get(1)).containsExactly(0.25, 0.75);
    }

    @Test
    void timesOfADamagedRecordingAreLeftOut() {
        sums.add(Long.MIN_VALUE, Long.MAX_VALUE, new long[] {SECOND, 0});
        sums.add(SECOND, 0, new long[] {SECOND, 0});
        assertThat(numbers()).isEmpty();
    }

    private List<List<Double>> numbers() {
        sums.handOn(new IEventSinkFactory() {
            @Override
            public IEventSink create(
                    String type, String label, String[] category, String description, List<ValueField> fields) {
                return events::add;
            }

            @Override
            public void flush() {}
        });
        List<List<Double>> numbers = new ArrayList<>();
        for (Object[] values : events) {
            numbers.add(List.of(number(values[2]), number(values[3])));
        }
        return numbers;
    }

    private static double number(Object value) {
        return ((IQuantity) value).doubleValueIn(UnitLookup.NUMBER_UNITY);
    }
}
