package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.agent.log.Logging;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Where the bootstrap enters the isolated part, by reflection and once per JVM, in a short-lived daemon thread. By then
 * {@code java.base/java.lang} is open to this module.
 */
public final class AgentEntry {

    private AgentEntry() {}

    /**
     * Starts what recordings need.
     *
     * @param options {@code source}, {@code exits}, {@code waits}, {@code log}, {@code budget} (ten-thousandths), and where given or
     *     known {@code interval} (nanoseconds),
     *     {@code start.delayAccounting} ("0" or "1", as the kernel said when the agent was loaded) and
     *     {@code start.nanoTime} (when that was, by {@link System#nanoTime()}), {@code start.recorder} and {@code
     *     start.recording} (when JFR was first used, and a recording first ran) and {@code start.beforeMain} (whether JFR was first used before {@code main}).
     *     Gets {@code first.sample}, and is notified, when threads are sampled for the first time
     * @param threads starts a thread of this name that runs this, or answers that none is available at present
     */
    public static void start(
            Instrumentation instrumentation, Map<String, String> options, BiPredicate<String, Runnable> threads)
            throws ReflectiveOperationException, java.io.IOException {
        Logging.start(options.get("log"));
        NativeAccess.enable(instrumentation);
        Engine.start(instrumentation, options, threads);
    }
}
