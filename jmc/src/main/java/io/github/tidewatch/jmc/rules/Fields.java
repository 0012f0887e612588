package io.github.tidewatch.jmc.rules;

import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.item.IType;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IUnit;
import org.openjdk.jmc.common.unit.UnitLookup;

/** The fields of one event type by name; those that the type does not have have no values. */
final class Fields {
    /** What a field without a value reads as. */
    static final long NONE = Long.MIN_VALUE;

    private final Map<String, IMemberAccessor<?, IItem>> accessors = new HashMap<>();

    Fields(IType<IItem> type) {
        for (IAccessorKey<?> key : type.getAccessorKeys().keySet()) {
            accessors.put(key.getIdentifier(), type.getAccessor(key));
        }
    }

    /** Null where the type does not have it. */
    IMemberAccessor<?, IItem> accessor(String name) {
        return accessors.get(name);
    }

    Object value(String name, IItem item) {
        return value(accessors.get(name), item);
    }

    static Object value(IMemberAccessor<?, IItem> accessor, IItem item) {
        return accessor == null ? null : accessor.getMember(item);
    }

    /** A length of time, in nanoseconds; {@link #NONE} where there is no value. */
    long nanos(String name, IItem item) {
        return number(accessors.get(name), item, UnitLookup.NANOSECOND);
    }

    /** When the event ended, in nanoseconds since 1970. */
    long end(IItem item) {
        // Only an event that begins and ends at once has an end of its own in JMC.
        return number(accessors.get("startTime"), item, UnitLookup.EPOCH_NS) + Math.max(0, nanos("duration", item));
    }

    /** A count, or a quantity in this unit; {@link #NONE} where there is no value. */
    static long number(IMemberAccessor<?, IItem> accessor, IItem item, IUnit unit) {
        Object value = value(accessor, item);
        if (value instanceof IQuantity quantity) {
            return quantity.getUnit().getContentType().equals(unit.getContentType())
                    ? quantity.clampedLongValueIn(unit)
                    : quantity.longValue();
        }
        return value instanceof Number number ? number.longValue() : NONE;
    }
}
