package io.github.tidewatch.agent.jfr;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.FlightRecorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Flight Recorder forget which texts it has written, where it would not: before JDK 21, its {@code StringPool} is emptied in a new
 * chunk only when a thread writes an event that has written one in an earlier chunk. Until then events of other threads refer
 * to texts of the last chunk, and lose those of more than 16 characters, such as names of threads and spans.
 */
final class PooledTexts {
    private static final Logger LOG = LoggerFactory.getLogger(PooledTexts.class);
    private static final String PACKAGE = "jdk.jfr.internal";
    private static final int FIRST_SOUND_JDK = 21;

    private PooledTexts() {}

    /** What empties the pool; empty where that is not needed, or this JDK does not let it be done. */
    static Optional<Runnable> forgetting(Instrumentation instrumentation) {
        if (Runtime.version().feature() >= FIRST_SOUND_JDK) {
            return Optional.empty();
        }
        try {
            instrumentation.redefineModule(
                    FlightRecorder.class.getModule(),
                    Set.of(),
                    Map.of(),
                    Map.of(PACKAGE, Set.of(PooledTexts.class.getModule())),
                    Set.of(),
                    Map.of());
            Method reset = Class.forName(PACKAGE + ".StringPool").getDeclaredMethod("reset");
            reset.setAccessible(true);
            return Optional.of(() -> forget(reset));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.info("texts of the first events of a chunk may be lost", e);
            return Optional.empty();
        }
    }

    private static void forget(Method reset) {
        try {
            reset.invoke(null);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
