package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.agent.log.Logging;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
     *     known {@code interval} (nanoseconds), {@code spans} (filters, separated by semicolons), {@code virtual} ("on"),
     *     {@code start.delayAccounting} ("0" or "1", as the kernel said when the agent was loaded) and
     *     {@code start.nanoTime} (when that was, by {@link System#nanoTime()}), {@code start.recorder} and {@code
     *     start.recording} (when JFR was first used, and a recording first ran) and {@code start.beforeMain} (whether JFR was first used before {@code main}).
     *     Gets {@code first.sample}, and is notified, when threads are sampled for the first time
     * @param threads starts a thread of this name that runs this, or answers that none is available at present
     * @param weavingLoader makes, below this class's loader, that of what weaves spans
     * @return takes other filters of spans, as in the option {@code spans}, at any time
     */
    public static Consumer<String> start(
            Instrumentation instrumentation,
            Map<String, String> options,
            BiPredicate<String, Runnable> threads,
            UnaryOperator<ClassLoader> weavingLoader)
            throws ReflectiveOperationException, java.io.IOException {
        Logging.start(options.get("log"));
        NativeAccess.enable(instrumentation);
        return Engine.start(instrumentation, options, threads, weavingLoader);
    }
}
