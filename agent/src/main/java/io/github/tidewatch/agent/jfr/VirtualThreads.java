package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this JVM has virtual threads whose carriers can be found. Initializes none of the classes that make them. */
final class VirtualThreads {
    private static final Logger LOG = LoggerFactory.getLogger(VirtualThreads.class);
    private static final int FIRST_JDK = 21;

    private VirtualThreads() {}

    static boolean areKnown(Accounting accounting) {
        return Runtime.version().feature() >= FIRST_JDK && accounting.isThreadMappingKnown();
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
