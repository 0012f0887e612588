package io.github.tidewatch.jmc.parser;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Keeps events, and hands those of a type on in the order of their begin: JMC keeps events that do not overlap in one array,
 * of which there are fewest so, and its Threads page searches each array for each thread. Events have their begin first, in
 * nanoseconds since 1970. For one thread at a time.
 */
final class OrderedSinks implements IEventSinkFactory {
    private final IEventSinkFactory next;
    private final Map<Layout, Kept> kept = new LinkedHashMap<>();

    OrderedSinks(IEventSinkFactory next) {
        this.next = next;
    }

    /** Events of a type, and how a factory makes the sink for these. */
    private record Kept(Function<IEventSinkFactory, IEventSink> sink, List<Object[]> events) {
        void handOn(IEventSinkFactory to) {
            events.sort(Comparator.comparingLong(values -> Nanos.since1970(values[0])));
            events.forEach(sink.apply(to)::addEvent);
        }
    }

    @Override
    public IEventSink create(
            String type, String label, String[] category, String description, List<ValueField> fields) {
        Kept events = kept.computeIfAbsent(
                Layout.of(type, fields),
                any -> new Kept(
                        factory -> factory.create(type, label, category, description, fields), new ArrayList<>()));
        return events.events()::add;
    }

    /** Hands all on; the factory that they go to is not flushed. */
    @Override
    public void flush() {
        kept.values().forEach(events -> events.handOn(next));
        kept.clear();
    }
}
