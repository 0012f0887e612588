package io.github.tidewatch.jmc.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.waits.WaitKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** What is drawn of an interval: in milliseconds from its begin. */
class LanesTest {
    private static final List<ValueField> FIELDS = fields();

    private final List<String> drawn = new ArrayList<>();
    private int intervals = 1;

    @Test
    void partsFollowEachOtherAndKindsOfWaitsStandInThePlaceOfTheWaitTime() {
        Lanes lanes = lanes();
        add(lanes, 0, new long[] {10, 0, 20, 0, 70}, new long[] {30, 0, 40, 0, 0, 0, 0, 0, 0, 0});
        lanes.flush();
        assertThat(drawn)
                .containsExactly(
                        "userTime 0-10", "cpuDelay 10-30", "waitTime 30-100", "monitorWait 30-60", "parkWait 60-100");
    }

    @Test
    void intervalsAreDrawnEachByItselfWhileTheyAreFew() {
        Lanes lanes = lanes();
        add(lanes, 0, new long[] {0, 0, 0, 0, 100}, new long[] {0, 0, 0, 100, 0, 0, 0, 0, 0, 0});
        add(lanes, 100, new long[] {100, 0, 0, 0, 0}, new long[10]);
        lanes.flush();
        assertThat(drawn).containsExactly("waitTime 0-100", "sleepWait 0-100", "userTime 100-200");
    }

    @Test
    void ofVeryManySeveralAreDrawnAsOneWithTheSumsOfTheirParts() {
        intervals = 40_000;
        Lanes lanes = lanes();
        add(lanes, 0, new long[] {0, 0, 0, 0, 100}, new long[] {0, 0, 0, 100, 0, 0, 0, 0, 0, 0});
        add(lanes, 100, new long[] {60, 0, 0, 0, 40}, new long[] {40, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        lanes.flush();
        assertThat(drawn)
                .containsExactly("userTime 0-60", "waitTime 60-200", "monitorWait 60-100", "sleepWait 100-200");
    }

    @Test
    void eachKindOfWaitIsKnown() {
        assertThat(Parts.WAITS)
                .containsExactlyElementsOf(Stream.of(WaitKind.values())
                        .limit(WaitKind.COUNT)
                        .map(WaitKind::field)
                        .toList());
        assertThat(Lanes.WAIT_TYPES).hasSameSizeAs(Parts.WAITS);
    }

    private static List<ValueField> fields() {
        List<ValueField> fields = new ArrayList<>(List.of(
                new ValueField(JfrAttributes.START_TIME),
                new ValueField(JfrAttributes.DURATION),
                new ValueField(JfrAttributes.EVENT_THREAD)));
        Stream.concat(Parts.NAMES.stream(), Parts.WAITS.stream())
                .forEach(name -> fields.add(new ValueField(name, name, "", UnitLookup.TIMESPAN)));
        return fields;
    }

    private Lanes lanes() {
        Parts parts = new Parts(Parts.NAMES, FIELDS);
        Parts waits = new Parts(Parts.WAITS, FIELDS);
        return Lanes.of(FIELDS, parts, waits, new String[] {"Drawn"}, new Drawing(), () -> intervals);
    }

    /** An interval of 100 ms. */
    private static void add(Lanes lanes, long begin, long[] parts, long[] waits) {
        lanes.add(new Object[FIELDS.size()], nanos(begin), nanos(begin + 100), nanos(parts), nanos(waits));
    }

    private static long nanos(long milliseconds) {
        return milliseconds * 1_000_000;
    }

    private static long[] nanos(long[] milliseconds) {
        return LongStream.of(milliseconds).map(LanesTest::nanos).toArray();
    }

    /** Notes what is drawn. */
    private final class Drawing implements IEventSinkFactory {
        @Override
        public IEventSink create(
                String type, String label, String[] category, String description, List<ValueField> fields) {
            return values -> {
                long from = ((IQuantity) values[0]).longValue() / 1_000_000;
                drawn.add(label + " " + from + "-" + (from + ((IQuantity) values[1]).longValue() / 1_000_000));
            };
        }

        @Override
        public void flush() {}
    }
}
