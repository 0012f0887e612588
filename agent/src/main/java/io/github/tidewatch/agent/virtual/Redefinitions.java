package io.github.tidewatch.agent.virtual;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How often a class was changed, by whomever. The JVM counts it in a private field of {@link Class}, where each change of a class is
 * counted for those that extend it too. Safe for use by any threads at once.
 */
final class Redefinitions {
    private final Class<?> target;

    /** Null if this JVM does not say. */
    private final VarHandle count;

    /** Of this class. Needs {@code java.lang} opened to this class's module. */
    Redefinitions(Class<?> target) {
        this.target = target;
        VarHandle found;
        try {
            found = MethodHandles.privateLookupIn(Class.class, MethodHandles.lookup())
                    .findVarHandle(Class.class, "classRedefinedCount", int.class);
        } catch (ReflectiveOperationException | RuntimeException e) {
            found = null;
        }
        count = found;
    }

    /** How often it was changed itself, and not a class that it extends; always the same if that is unknown. */
    int own() {
        if (count == null) {
            return 0;
        }
        int inherited;
        int all;
        do {
            inherited = (int) count.getVolatile(target.getSuperclass());
            all = (int) count.getVolatile(target);
        } while (inherited != (int) count.getVolatile(target.getSuperclass()));
        return all - inherited;
    }
}
