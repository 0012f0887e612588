package io.github.tidewatch.jmc.parser;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Makes numbers of the fields that count: JMC takes each 64-bit field without a unit for an id, which it neither sums up nor
 * draws.
 */
final class Counts {
    private final List<Integer> places = new ArrayList<>();
    private final List<ValueField> fields;

    Counts(List<ValueField> fields) {
        this.fields = new ArrayList<>(fields);
        for (int i = 0; i < fields.size(); i++) {
            ValueField field = fields.get(i);
            boolean isId = field.getIdentifier().endsWith("Id");
            if (field.getContentType().equals(UnitLookup.RAW_NUMBER) && !isId) {
                places.add(i);
                this.fields.set(
                        i,
                        new ValueField(
                                field.getIdentifier(), field.getName(), field.getDescription(), UnitLookup.NUMBER));
            }
        }
    }

    List<ValueField> fields() {
        return fields;
    }

    /** Replaces the values in place. */
    void convert(Object[] values) {
        for (int place : places) {
            if (values[place] instanceof Number number) {
                values[place] = UnitLookup.NUMBER_UNITY.quantity(number.longValue());
            }
        }
    }
}
