package io.github.tidewatch.metrics;

import java.util.List;
import java.util.Set;

/** Whose work a thread does. */
public enum ThreadKind {
    /** The application's, and native libraries'. */
    APPLICATION("application"),
    /** A worker or controller of the garbage collector. */
    GARBAGE_COLLECTOR("GC"),
    /** The just-in-time compilers. */
    COMPILER("compiler"),
    /** Other threads of the JVM: VM Thread, reference handling, Flight Recorder. */
    JVM("JVM"),
    /** Our own helpers. No finding is about them. */
    TIDEWATCH("Tidewatch");

    private static final Set<String> JAVA_OTHERS = Set.of(
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Common-Cleaner",
            "Notification Thread",
            "Service Thread",
            "Monitor Deflation Thread",
            "Attach Listener",
            "process reaper",
            "DestroyJavaVM",
            "JFR Recorder Thread",
            "JFR Periodic Tasks",
            "JFR Recording Scheduler",
            "JFR Shutdown Hook");

    /** Families of threads that have names of other numbers or words in some version. */
    private static final List<String> COLLECTORS = List.of("G1 ", "CMS ", "Shenandoah", "Concurrent Mark");

    private static final List<String> OTHERS = List.of("JFR ", "StringDedup", "AsyncLog");
    private static final String OURS = "Tidewatch";
    private static final String OURS_SHORTENED = "Tidewat..";

    private final String label;

    ThreadKind(String label) {
        this.label = label;
    }

    /** As in "GC threads". */
    public String label() {
        return label;
    }

    /**
     * The kind by a thread's name.
     *
     * @param name the Java name, or the kernel's (comm, shortened to 15 bytes)
     * @param isJavaThread whether the JVM knows a Java thread for it: an application may name its threads as it likes, but
     *     none of these is a collector's or a compiler's
     */
    public static ThreadKind of(String name, boolean isJavaThread) {
        if (name.equals(OURS) || name.startsWith(OURS + " ")) {
            return TIDEWATCH;
        }
        if (isJavaThread) {
            return JAVA_OTHERS.contains(name) ? JVM : APPLICATION;
        }
        return name.startsWith(OURS_SHORTENED)
                ? TIDEWATCH
                : JvmThreadName.find(name).map(JvmThreadName::kind).orElseGet(() -> ofFamily(name));
    }

    private static ThreadKind ofFamily(String name) {
        if (COLLECTORS.stream().anyMatch(name::startsWith)) {
            return GARBAGE_COLLECTOR;
        }
        return OTHERS.stream().anyMatch(name::startsWith) ? JVM : APPLICATION;
    }
}
