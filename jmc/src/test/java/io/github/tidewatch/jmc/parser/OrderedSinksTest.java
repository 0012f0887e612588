package io.github.tidewatch.jmc.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** Events that are handed on in the order of time. */
class OrderedSinksTest {
    private static final List<ValueField> FIELDS = List.of(new ValueField(JfrAttributes.START_TIME));

    private final List<String> handedOn = new ArrayList<>();
    private final OrderedSinks sinks = new OrderedSinks(new Noting());

    @Test
    void thoseOfEachTypeGoOnInTheOrderOfTheirBeginWhicheverSinkTookThem() {
        IEventSink one = sinks.create("a", "", null, "", FIELDS);
        IEventSink other = sinks.create("a", "", null, "", FIELDS);
        IEventSink another = sinks.create("b", "", null, "", FIELDS);
        one.addEvent(at(3));
        another.addEvent(at(0));
        one.addEvent(at(5));
        other.addEvent(at(4));
        other.addEvent(at(1));
        assertThat(handedOn).isEmpty();
        sinks.flush();
        assertThat(handedOn).containsExactly("a 1", "a 3", "a 4", "a 5", "b 0");
    }

    @Test
    void eachGoesOnOnce() {
        sinks.create("a", "", null, "", FIELDS).addEvent(at(1));
        sinks.flush();
        sinks.flush();
        assertThat(handedOn).containsExactly("a 1");
    }

    private static Object[] at(long nanos) {
        return new Object[] {UnitLookup.EPOCH_NS.quantity(nanos)};
    }

    /** Notes what it is given. */
    private final class Noting implements IEventSinkFactory {
        @Override
        public IEventSink create(
                String type, String label, String[] category, String description, List<ValueField> fields) {
            return values -> handedOn.add(type + " " + ((IQuantity) values[0]).longValue());
        }

        @Override
        public void flush() {}
    }
}
