package io.github.tidewatch.jmc.parser;

import io.github.tidewatch.metrics.Metric;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** The places of the five parts in the fields of an event; a part that the recording does not have has none. Immutable. */
final class Parts {
    private final int[] present;
    private final int[] places;

    Parts(List<ValueField> fields) {
        int[] all = Metric.PARTS.stream()
                .mapToInt(part -> ThreadFields.indexOf(fields, part.field()))
                .toArray();
        present = IntStream.range(0, all.length).filter(i -> all[i] >= 0).toArray();
        places = IntStream.of(present).map(i -> all[i]).toArray();
    }

    int count() {
        return places.length;
    }

    /** The place of a part in {@link Metric#PARTS}. */
    int index(int part) {
        return present[part];
    }

    List<ValueField> fields(List<ValueField> all) {
        return IntStream.of(places).mapToObj(all::get).toList();
    }

    /** Nanoseconds; 0 if the record has no value. */
    long nanos(int part, Object[] values) {
        return Nanos.of(values[places[part]]);
    }
}
