package io.github.tidewatch.agent.jfr.event;

import java.lang.reflect.Field;

/**
 * Whether a carrier's virtual thread is in a call that blocks and for which the scheduler compensates: in a private field of
 * {@code jdk.internal.misc.CarrierThread}, {@code compensating} or before JDK 22 {@code blocking}. Needs that package opened to
 * this module. To look for the field initializes no class.
 */
public final class CarrierBlocking {
    /** {@code CarrierThread.COMPENSATING}. */
    private static final int COMPENSATING = 2;

    private final Field field;

    private CarrierBlocking(Field field) {
        this.field = field;
    }

    /** The field of this JDK, if it has one that can be read. */
    public static CarrierBlocking find() {
        try {
            Class<?> carriers = Class.forName("jdk.internal.misc.CarrierThread", false, null);
            for (Field field : carriers.getDeclaredFields()) {
                boolean number = field.getName().equals("compensating") && field.getType() == int.class;
                boolean flag = field.getName().equals("blocking") && field.getType() == boolean.class;
                if ((number || flag) && field.trySetAccessible()) {
                    return new CarrierBlocking(field);
                }
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            return new CarrierBlocking(null);
        }
        return new CarrierBlocking(null);
    }

    /** Whether it can be known. */
    public boolean isKnown() {
        return field != null;
    }

    boolean isCompensated(Thread carrier) {
        try {
            return field != null
                    && (field.getType() == int.class
                            ? field.getInt(carrier) == COMPENSATING
                            : field.getBoolean(carrier));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // it was made accessible
        }
    }
}
