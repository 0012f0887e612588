package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.text.Limitation;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this JVM has virtual threads whose carriers can be found. Initializes none of the classes that make them. */
final class VirtualThreads {
    private static final Logger LOG = LoggerFactory.getLogger(VirtualThreads.class);
    private static final int FIRST_JDK = 21;

    /** What the option {@code virtual} gives, as limitations name it. */
    static final String SINGLE = "single virtual threads (VirtualThreadEnd, VirtualThreadGroup)";

    private VirtualThreads() {}

    static boolean areKnown(Accounting accounting) {
        return Runtime.version().feature() >= FIRST_JDK && accounting.isThreadMappingKnown();
    }

    /**
     * Whether this JVM has virtual threads that can account for themselves one by one.
     *
     * @param trouble gets a line if not
     */
    static boolean canBeSingle(Consumer<String> trouble) {
        boolean can = Runtime.version().feature() >= FIRST_JDK;
        if (!can) {
            LOG.warn("virtual=on: virtual threads need JDK {} or later; the application is not affected", FIRST_JDK);
            trouble.accept(Limitation.of(SINGLE, "this JDK has no virtual threads", "JDK 21 or later")
                    .toString());
        }
        return can;
    }

    /**
     * Carriers say in a private field only whether their scheduler compensates for them. On a JDK that does not let this be seen
     * it stays unknown.
     */
    static void openInternals(Instrumentation instrumentation) {
        try {
            instrumentation.redefineModule(
                    Object.class.getModule(),
                    Set.of(),
                    Map.of(),
                    Map.of("jdk.internal.misc", Set.of(VirtualThreads.class.getModule())),
                    Set.of(),
                    Map.of());
        } catch (RuntimeException e) {
            LOG.info("unknown for which carriers the scheduler compensates", e);
        }
    }
}
