package io.github.tidewatch.jmc.parser;

import io.github.tidewatch.metrics.Metric;
import java.util.List;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Adds fields with the part of a thread's recorded time that a record's delay is. JMC's pages know sums and averages of
 * fields only, and an average would give a long interval no more weight than a short one: the sum of these is exact.
 * Immutable.
 */
final class Shares {
    private static final List<Metric> OF = List.of(Metric.CPU_DELAY, Metric.BLOCK_IO_DELAY, Metric.WAIT_TIME);

    /** JMC's sums fail where there is no value. This one it shows as NaN, and the sum of the thread too. */
    private static final IQuantity UNKNOWN = UnitLookup.PERCENT_UNITY.quantity(Double.NaN);

    private static final IQuantity NOTHING = UnitLookup.PERCENT_UNITY.quantity(0.0);

    private final int interval;
    private final int[] parts;
    private final int first;

    /** The part that is unknown where the record is not complete; -1 if there is none. */
    private final int blockIo;

    private final int complete;

    private Shares(List<ValueField> fields, int interval, int[] parts, int first) {
        this.blockIo = ThreadFields.indexOf(fields, Metric.BLOCK_IO_DELAY.field());
        this.complete = ThreadFields.indexOf(fields, "complete");
        this.interval = interval;
        this.parts = parts;
        this.first = first;
    }

    /** Null where there is nothing to take a share of; appends the fields to {@code own}. */
    static Shares of(List<ValueField> fields, List<ValueField> own) {
        int interval = ThreadFields.indexOf(fields, "interval");
        int[] parts = OF.stream()
                .mapToInt(part -> ThreadFields.indexOf(fields, part.field()))
                .filter(place -> place >= 0)
                .toArray();
        if (interval < 0 || parts.length == 0) {
            return null;
        }
        int first = own.size();
        for (int part : parts) {
            ValueField field = fields.get(part);
            own.add(new ValueField(
                    field.getIdentifier() + "Share",
                    field.getName() + " %",
                    field.getName() + " as part of all the time recorded of the thread: the sum of the shares of its"
                            + " records is the thread's share. Made by the Tidewatch plug-in",
                    UnitLookup.PERCENTAGE));
        }
        return new Shares(fields, interval, parts, first);
    }

    /** Nanoseconds. */
    long interval(Object[] values) {
        return Nanos.of(values[interval]);
    }

    void put(Object[] values, double ofAll) {
        boolean isPartial = complete >= 0 && Boolean.FALSE.equals(values[complete]);
        for (int i = 0; i < parts.length; i++) {
            Object part = values[parts[i]];
            boolean isUnknown = ofAll <= 0 || part == null || (isPartial && parts[i] == blockIo);
            values[first + i] = isUnknown ? UNKNOWN : share(Nanos.of(part), ofAll);
        }
    }

    private static IQuantity share(long nanos, double ofAll) {
        return nanos == 0 ? NOTHING : UnitLookup.PERCENT_UNITY.quantity(nanos / ofAll);
    }
}
