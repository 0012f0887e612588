package io.github.tidewatch.jmc.parser;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Sums the five parts of all threads' intervals by second: how many threads on average were on a CPU, waited for one, for a
 * disk, or for anything else. An interval that reaches into several seconds counts in each in proportion. A second without
 * any interval is unknown, and left out. For one thread at a time.
 */
final class ThreadsOverTime {
    static final String TYPE = "tidewatch.ThreadsOverTime";

    private static final long SECOND = 1_000_000_000;

    /** Beyond so many the seconds become longer. */
    private static final int MOST_BUCKETS = 4096;

    /** JMC counts events wrongly of which one ends when the next begins. */
    private static final long GAP = 1000;

    private final List<ValueField> parts;
    private final String[] category;
    private final List<Span> records = new ArrayList<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /** One interval, in nanoseconds since 1970, and the length of each part. */
    private static final class Span {
        final long begin;
        final long end;
        final double[] lengths;

        Span(long begin, long end, double[] lengths) {
            this.begin = begin;
            this.end = end;
            this.lengths = lengths;
        }
    }

    /**
     * @param parts the fields of those parts that the recording has
     */
    ThreadsOverTime(List<ValueField> parts, String[] category) {
        this.parts = parts;
        this.category = category;
    }

    /** Keeps {@code lengths}. Nanoseconds since 1970, and of each part. A recording of a JVM has the same parts from its begin to its end. */
    void add(long begin, long end, double[] lengths) {
        if (end <= begin || lengths.length != parts.size()) {
            return;
        }
        first = Math.min(first, begin);
        last = Math.max(last, end);
        records.add(new Span(begin, end, lengths));
    }

    void handOn(IEventSinkFactory next) {
        if (records.isEmpty()) {
            return;
        }
        long width = SECOND;
        while ((last - first) / width >= MOST_BUCKETS) {
            width *= 2;
        }
        double[][] sums = new double[(int) ((last - first) / width) + 1][parts.size()];
        boolean[] recorded = new boolean[sums.length];
        for (Span each : records) {
            spread(each, width, sums, recorded);
        }
        IEventSink sink = next.create(
                TYPE,
                "Threads over Time",
                category,
                "How many threads on average were on a CPU, waited for one, for a disk, or for anything else. Made by the"
                        + " Tidewatch plug-in from the Thread Delay events",
                fields());
        for (int i = 0; i < sums.length; i++) {
            long begin = first + i * width;
            long end = Math.min(last, begin + width);
            if (end - begin > GAP && recorded[i]) {
                sink.addEvent(values(begin, end, sums[i]));
            }
        }
        records.clear();
    }

    private void spread(Span record, long width, double[][] sums, boolean[] recorded) {
        long begin = record.begin;
        long end = record.end;
        for (int i = (int) ((begin - first) / width); i <= (int) ((end - 1 - first) / width); i++) {
            long from = Math.max(begin, first + i * width);
            long to = Math.min(end, first + (i + 1) * width);
            double fraction = (double) (to - from) / (end - begin);
            for (int part = 0; part < sums[i].length; part++) {
                sums[i][part] += fraction * record.lengths[part];
            }
            recorded[i] = true;
        }
    }

    private List<ValueField> fields() {
        List<ValueField> fields = new ArrayList<>(
                List.of(new ValueField(JfrAttributes.START_TIME), new ValueField(JfrAttributes.DURATION)));
        for (ValueField part : parts) {
            fields.add(new ValueField(
                    part.getIdentifier() + "Threads",
                    part.getName(),
                    "Average number of threads. " + part.getName() + " is: " + part.getDescription(),
                    UnitLookup.NUMBER));
        }
        return fields;
    }

    private static Object[] values(long begin, long end, double[] sums) {
        Object[] values = new Object[sums.length + 2];
        values[0] = UnitLookup.EPOCH_NS.quantity(begin);
        values[1] = UnitLookup.NANOSECOND.quantity(end - begin - GAP);
        for (int part = 0; part < sums.length; part++) {
            IQuantity average = UnitLookup.NUMBER_UNITY.quantity(sums[part] / (end - begin));
            values[part + 2] = average;
        }
        return values;
    }
}
