package io.github.tidewatch.agent.log;

import java.lang.reflect.Field;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The level of all logging in the isolated part. */
public final class Logging {

    private static final int OFF = Integer.MAX_VALUE;

    private Logging() {}

    /**
     * Sets the level ("off", "error", "warn", "info" or "debug") and makes ours the slf4j provider. To be called before
     * the first logger is asked for.
     */
    public static void start(String level) throws ReflectiveOperationException {
        StderrLogger.setThreshold(
                level.equals("off")
                        ? OFF
                        : Level.valueOf(level.toUpperCase(Locale.ROOT)).toInt());
        // slf4j would look for providers itself, but prints an error on stderr where the application has chosen its
        // own with -Dslf4j.provider. So it is marked as having looked.
        set("PROVIDER", new StderrProvider());
        set("INITIALIZATION_STATE", get("SUCCESSFUL_INITIALIZATION"));
    }

    private static Object get(String name) throws ReflectiveOperationException {
        return field(name).get(null);
    }

    private static void set(String name, Object value) throws ReflectiveOperationException {
        field(name).set(null, value);
    }

    private static Field field(String name) throws ReflectiveOperationException {
        Field field = LoggerFactory.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
