package io.github.tidewatch.jmc.parser;

import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** The places of the parts of an interval in the fields of an event; one that the recording does not have has none. Immutable. */
final class Parts {
    /** All of a thread's time, in the order in which the lanes show them. */
    static final List<String> NAMES = Metric.PARTS.stream().map(Metric::field).toList();

    /** Of the CPU delay. */
    static final List<String> CAUSES =
            Stream.of(CpuDelayCause.values()).map(CpuDelayCause::field).toList();

    /** Of the wait time. */
    static final List<String> WAITS = Metric.WAITS.stream().map(Metric::field).toList();

    private final int[] present;
    private final int[] places;

    Parts(List<String> names, List<ValueField> fields) {
        int[] all = names.stream()
                .mapToInt(name -> ThreadFields.indexOf(fields, name))
                .toArray();
        present = IntStream.range(0, all.length).filter(i -> all[i] >= 0).toArray();
        places = IntStream.of(present).map(i -> all[i]).toArray();
    }

    /** Nanoseconds of each; 0 where the record has no value. */
    long[] nanos(Object[] values) {
        long[] nanos = new long[places.length];
        nanos(values, nanos);
        return nanos;
    }

    /** The same, into an array of as many. */
    void nanos(Object[] values, long[] nanos) {
        for (int i = 0; i < places.length; i++) {
            nanos[i] = Nanos.of(values[places[i]]);
        }
    }

    int count() {
        return places.length;
    }

    /** The place of a part among all names. */
    int index(int part) {
        return present[part];
    }

    List<ValueField> fields(List<ValueField> all) {
        return IntStream.of(places).mapToObj(all::get).toList();
    }
}
