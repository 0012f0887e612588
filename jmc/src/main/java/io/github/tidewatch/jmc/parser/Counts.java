package io.github.tidewatch.jmc.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Makes numbers of the fields that count: JMC takes each 64-bit field without a unit for an id, which it neither sums up nor
 * draws.
 */
final class Counts {
    /** Most counts are small: one object for each saves JMC's heap an object for each record. */
    private static final IQuantity[] SMALL =
            LongStream.range(0, 256).mapToObj(UnitLookup.NUMBER_UNITY::quantity).toArray(IQuantity[]::new);

    private final int[] places;
    private final List<ValueField> fields;

    Counts(List<ValueField> fields) {
        this.fields = new ArrayList<>(fields);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            ValueField field = fields.get(i);
            boolean isId = field.getIdentifier().endsWith("Id");
            if (field.getContentType().equals(UnitLookup.RAW_NUMBER) && !isId) {
                found.add(i);
                this.fields.set(
                        i,
                        new ValueField(
                                field.getIdentifier(), field.getName(), field.getDescription(), UnitLookup.NUMBER));
            }
        }
        places = found.stream().mapToInt(Integer::intValue).toArray();
    }

    List<ValueField> fields() {
        return fields;
    }

    private static IQuantity quantity(long number) {
        return number >= 0 && number < SMALL.length ? SMALL[(int) number] : UnitLookup.NUMBER_UNITY.quantity(number);
    }

    /** Replaces the values in place. */
    void convert(Object[] values) {
        for (int place : places) {
            if (values[place] instanceof Number number) {
                values[place] = quantity(number.longValue());
            }
        }
    }
}
