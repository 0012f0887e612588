package io.github.tidewatch.jmc.parser;

import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IUnit;
import org.openjdk.jmc.common.unit.UnitLookup;

/** Times as JMC reads them, in nanoseconds. It converts a number even from a unit to the same one, and slowly. */
final class Nanos {
    private Nanos() {}

    /** A length; 0 if there is no value. */
    static long of(Object length) {
        return in(length, UnitLookup.NANOSECOND);
    }

    /** A time since 1970; 0 if there is no value. */
    static long since1970(Object time) {
        return in(time, UnitLookup.EPOCH_NS);
    }

    private static long in(Object value, IUnit unit) {
        if (!(value instanceof IQuantity quantity)) {
            return 0;
        }
        return quantity.getUnit() == unit ? quantity.longValue() : quantity.clampedLongValueIn(unit);
    }
}
